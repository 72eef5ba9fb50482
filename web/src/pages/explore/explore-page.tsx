import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'

export function ExplorePage() {
  return <PageHead title={texts.explore.title} hint={texts.explore.hint} />
}
