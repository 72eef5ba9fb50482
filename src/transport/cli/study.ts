import type { Operation } from '../../base/operation.ts'
import { readInput } from '../input.ts'
import { ownOperations } from '../own-operations.ts'
import type { Workspace } from '../rooms.ts'
import { answerText } from './answer.ts'
import { sentenceOf } from './sentences.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type TargetOptions } from './target.ts'

/** Operations that answer with a file: it goes out as it is, so that it can be led into one, and what is said of it stands beside. */
const FILES: ReadonlySet<string> = new Set(['survey-export'])

/** Runs one operation and shows its answer. */
export async function runStudy(
  operation: Operation<Workspace>,
  raw: { readonly [name: string]: unknown },
  options: TargetOptions & { readonly json: boolean },
  around: Surroundings,
): Promise<Exit> {
  const input = readInput(operation, raw)
  const target = await openTarget(options, around)
  try {
    const own = ownOperations.find(({ name }) => name === operation.name)
    const answer = own ? await target.askHouse(own, input) : await target.ask(operation, input)
    if (FILES.has(operation.name) && !options.json) {
      around.out((answer as { readonly text: string }).text)
      around.err(`${sentenceOf(operation.name, answer) ?? ''}\n`)
    } else around.out(options.json ? `${JSON.stringify(answer)}\n` : await answerText(operation.name, answer, around.columns))
  } finally {
    await target.close()
  }
  return EXIT.ok
}
