import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'

export function AuditPage() {
  return <PageHead title={texts.audit.title} hint={texts.audit.hint} />
}
