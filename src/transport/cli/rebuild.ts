import { openProgress } from './progress.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type TargetOptions } from './target.ts'
import { plural } from './words.ts'

/** Drops everything derived and derives it anew from the record. */
export async function rebuild(options: TargetOptions & { readonly progress: boolean }, around: Surroundings): Promise<Exit> {
  const target = await openTarget(options, around)
  const bar = openProgress('Deriving', around.err, around.isWatched || options.progress, around.now)
  const startedAt = around.now()
  try {
    await target.rebuild((done, total) => bar.at(done, total))
    bar.end()
    const { applied } = await target.health()
    around.out(`${plural(applied, 'line')} derived anew in ${((around.now() - startedAt) / 1000).toFixed(1)} s\n`)
  } finally {
    bar.end()
    await target.close()
  }
  return EXIT.ok
}
