import type { ReactNode } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { useView } from '../../view/use-view.ts'
import { AskingPart } from './asking-part.tsx'
import { CategoriesPart } from './categories-part.tsx'
import { KeysPart } from './keys-part.tsx'
import { MailPart } from './mail-part.tsx'
import { PeoplePart, YouPart } from './people-part.tsx'
import { ProductsPart } from './products-part.tsx'
import { RatesPart } from './rates-part.tsx'
import { SellerPart } from './seller-part.tsx'
import classes from './settings.module.css'
import { StaffPart } from './staff-part.tsx'
import { StripePart } from './stripe-part.tsx'
import { ThresholdsPart } from './thresholds-part.tsx'
import { TopicsSettings } from './topics-part.tsx'
import { WebhooksPart } from './webhooks-part.tsx'
import { WidgetPart } from './widget-part.tsx'

const TABS = ['products', 'seller', 'categories', 'topics', 'asking', 'staff', 'thresholds', 'rates', 'keys', 'webhooks', 'mail', 'widget', 'people'] as const
type Tab = (typeof TABS)[number]
/** Who comes in, and what goes out: for admins. */
const DOORS = ['keys', 'webhooks', 'mail', 'widget', 'people'] as const
type Door = (typeof DOORS)[number]

const PARTS: Readonly<Record<Exclude<Tab, Door>, () => ReactNode>> = { products: ProductsPart, seller: SellerPart, categories: CategoriesPart, topics: TopicsSettings, asking: AskingPart, staff: StaffPart, thresholds: ThresholdsPart, rates: RatesPart }

/** What holds for the workspace, part by part. */
export function SettingsPage() {
  const { address, go, workspace } = useView()
  const tab = TABS.find((one) => one === address.tab) ?? 'products'
  const door = DOORS.find((one) => one === tab)
  const Part = PARTS[tab as Exclude<Tab, Door>]
  return (
    <>
      <PageHead title={words.title} hint={words.hint} />
      <Tabs label={words.tabsLabel} tabs={TABS} names={words.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'products' ? undefined : one })} />
      {door === undefined ? <Part key={workspace} /> : <DoorParts key={workspace} tab={door} />}
    </>
  )
}

const ADMIN_PARTS: Readonly<Record<Exclude<Door, 'keys' | 'people'>, () => ReactNode>> = { webhooks: WebhooksPart, mail: MailPart, widget: WidgetPart }

function AdminPart({ tab }: { readonly tab: Exclude<Door, 'keys' | 'people'> }) {
  const Part = ADMIN_PARTS[tab]
  return <Part />
}

/** Who comes in; only admins see the others. */
function DoorParts({ tab }: { readonly tab: Door }) {
  const query = useStudy('me')
  return (
    <Answered query={query} bones={<Card><Bones lines={[30, 100, 100]} height={28} /></Card>}>
      {(me) => (
        <div className={classes.stack}>
          {tab === 'people' ? <YouPart me={me} /> : null}
          {me.power !== 'admin' ? <Card><Empty>{words.onlyAdmins}</Empty></Card> : tab === 'people' ? <PeoplePart /> : tab === 'keys' ? <><KeysPart /><StripePart /></> : <AdminPart tab={tab} />}
        </div>
      )}
    </Answered>
  )
}
