import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'

export function SettingsPage() {
  return <PageHead title={texts.settings.title} hint={texts.settings.hint} />
}
