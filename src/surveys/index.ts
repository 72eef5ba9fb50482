import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { surveyAsked } from './survey-asked.ts'
import { surveyExport } from './survey-export.ts'
import { surveyForget, surveys, surveySave, surveyState } from './survey-operations.ts'
import { surveyLinks, surveyPeople } from './survey-people.ts'
import { surveyResult } from './survey-result.ts'
import { whomToAsk } from './whom-to-ask.ts'

/** Questions that are asked of people, offered by every door. */
export const surveyOperations = [whomToAsk, surveys, surveySave, surveyState, surveyForget, surveyAsked, surveyPeople, surveyLinks, surveyExport, surveyResult] as unknown as readonly Operation<Workspace>[]
