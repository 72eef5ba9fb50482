import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'

export function MoneyPage() {
  return <PageHead title={texts.money.title} hint={texts.money.hint} />
}
