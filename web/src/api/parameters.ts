import type { Parameters } from './ask.ts'
import { STUDY_PARAMETERS, type StudyName } from './types.ts'

/** Of what the address says, that which a study takes: the server refuses what it does not know. */
export function acceptedOf(study: StudyName, parameters: Parameters): Parameters {
  const accepted: readonly string[] = STUDY_PARAMETERS[study]
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name === 'workspace' || accepted.includes(name)))
}
