import { auditOperations } from './audit-operations.ts'
import type { HouseOperation } from './house.ts'
import { keyOperations } from './key-operations.ts'
import { mailOperations } from './mail-operations.ts'
import { peopleOperations } from './people-operations.ts'
import { settingsOperations } from './settings-operations.ts'
import { topicModelOperations } from './topic-model-operations.ts'
import { webhookOperations } from './webhook-operations.ts'

/** What the doors themselves offer: who may come in, what was changed, and what the workspace chose. */
export const ownOperations: readonly HouseOperation[] = [
  ...auditOperations,
  ...settingsOperations,
  ...keyOperations,
  ...peopleOperations,
  ...webhookOperations,
  ...mailOperations,
  ...topicModelOperations,
]
