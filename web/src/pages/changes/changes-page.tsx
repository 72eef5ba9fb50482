import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'

export function ChangesPage() {
  return <PageHead title={texts.changes.title} hint={texts.changes.hint} />
}
