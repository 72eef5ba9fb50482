import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { dataWarnings } from './data-warnings.ts'
import { correct, correctionEffect, corrections, correctionUndo } from './corrections.ts'
import { disagreements } from './disagreements.ts'
import { guessedOrganizations, guessedOrganizationsCorrect, guessedOrganizationsEffect } from './guessed-organizations.ts'
import { identityReview } from './identity-review.ts'
import { importReconciliation } from './import-reconciliation.ts'
import { money } from './money.ts'
import { overlap } from './overlap.ts'
import { parties } from './parties.ts'
import { party } from './party.ts'
import { payersOfUse } from './payers-of-use.ts'
import { products } from './products.ts'
import { satisfaction } from './satisfaction.ts'
import { sources } from './sources.ts'
import { unpaidUse } from './unpaid-use.ts'
import { unusedMoney } from './unused-money.ts'
import { whoPays } from './who-pays.ts'
import { world } from './world.ts'

/** The questions that every door offers. A new one costs a `.sql`, a `.ts` and an entry here. */
export const operations = [payersOfUse, whoPays, unusedMoney, unpaidUse, overlap, money, world, satisfaction, disagreements, parties, party, products, sources, dataWarnings, importReconciliation,
  identityReview, correctionEffect, correct, corrections, correctionUndo, guessedOrganizations, guessedOrganizationsEffect, guessedOrganizationsCorrect] as unknown as readonly Operation<Workspace>[]
