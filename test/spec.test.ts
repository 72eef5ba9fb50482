import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeOnEngines } from './harness/engines.ts'
import { type Served, serve } from './harness/server.ts'
import { type SpecWorld, specWorlds } from './harness/spec-worlds.ts'
import { compareAnswers } from './reference/compare.ts'

// One server for all worlds, each in a workspace of its own.
describeOnEngines('the worlds of the spec, over HTTP', ({ freshDatabase }) => {
  const data = mkdtempSync(join(tmpdir(), 'hatrack-spec-'))
  let server: Served
  let databaseUrl: string | undefined

  beforeAll(async () => {
    for (const { name } of specWorlds) mkdirSync(join(data, 'workspaces', name), { recursive: true })
    databaseUrl = await freshDatabase('spec')
    server = await serve(data, { databaseUrl })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(data, { recursive: true, force: true })
  })

  /** What differs from the expected answers, each with its question. */
  async function differences({ name, expected }: SpecWorld): Promise<string[]> {
    const found: string[] = []
    for (const { study, params, answer } of expected) {
      if (study === 'evidence') continue
      const given = await server.get(`/api/${study}`, { ...params, workspace: name })
      for (const difference of compareAnswers(study, answer, given)) found.push(`${JSON.stringify(params)} ${difference}`)
    }
    return found
  }

  test('there are worlds, and all of them have answers', () => {
    expect(specWorlds.length).toBeGreaterThanOrEqual(32)
    expect(specWorlds.filter(({ expected }) => expected.length === 0)).toEqual([])
  })

  describe('as evidence comes in', () => {
    test.each(specWorlds)('$name', async (world) => {
      const taken = await server.post('/v1/evidence', world.evidence, { workspace: world.name })
      const expectation = world.expected.find(({ study }) => study === 'evidence')
      if (expectation) expect(compareAnswers('evidence', expectation.answer, taken)).toEqual([])
      await server.fresh(world.name)
      expect(await differences(world)).toEqual([])
    })
  })

  describe('after a rebuild', () => {
    test.each(specWorlds)('$name', async (world) => {
      await server.post('/api/rebuild', null, { workspace: world.name })
      await server.fresh(world.name)
      expect(await differences(world)).toEqual([])
    })
  })

  test('after the server ended and began again', async () => {
    await server.stop()
    server = await serve(data, { databaseUrl })
    for (const world of specWorlds) {
      await server.fresh(world.name)
      expect(await differences(world), world.name).toEqual([])
    }
  })
})
