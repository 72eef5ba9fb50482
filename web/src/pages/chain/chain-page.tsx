import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'

export function ChainPage() {
  return <PageHead title={texts.chain.title} hint={texts.chain.hint} />
}
