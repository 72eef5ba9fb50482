import { periodText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { texts } from '../../texts.ts'
import { count } from '../../format/numbers.ts'
import { useView } from '../../view/use-view.ts'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { clausesFrom } from '../explore/where.ts'
import { useFreeParameters } from './free-part.tsx'
import { PagesOf } from './pages-of.tsx'
import type { FirmUser, UnpaidGroup } from './shapes.ts'

const own = texts.journey.free

/** The users behind a figure of the free ones: their firm, how that is known, and why nobody pays. */
export function WhyFree({ which }: { readonly which: string }) {
  const { period } = useView()
  const asked = useFreeParameters()
  const value = (name: string): string | undefined => clausesFrom(which).find(({ dimension }) => dimension === name)?.values[0]
  const found = value('group')
  const group = found !== undefined && found in own.groups ? (found as UnpaidGroup) : undefined
  const organization = value('organization')
  return (
    <>
      <p className={panel.quiet}>{periodText(period.from, period.to)}</p>
      <p className={panel.answer}>{group === undefined ? own.ofFirm(organization ?? '') : own.groups[group].name}</p>
      {group === undefined ? null : <Part title={texts.why.rule}><Rule>{own.groups[group].rule}</Rule></Part>}
      <PagesOf study="unpaid-firm-users" parameters={{ ...asked, group, organization }} items={({ users }) => users} keyOf={({ party }) => party.id} row={(user: FirmUser) => <Row user={user} />}
        csv={{ name: own.csvUsers, head: ['user', 'identifiers', 'firm', 'group', 'known by', 'usage days', 'events', 'why nobody pays'], cells: (user: FirmUser) => [nameOf(user.party), user.party.identifiers.join(' '), user.organization === null ? null : nameOf(user.organization), user.group, user.how, user.usageDays, user.events, user.reason] }} />
    </>
  )
}

function Row({ user }: { readonly user: FirmUser }) {
  const { go, period } = useView()
  const { party, organization, how, usageDays, reason } = user
  const rest = [organization === null ? null : nameOf(organization), how === null ? null : own.hows[how], own.reasons[reason]].filter((part) => part !== null && part !== undefined)
  return (
    <button type="button" className={panel.row} data-row onClick={() => go({ who: firstIdentifier(party), of: undefined, day: period.from, account: undefined })}>
      <span className={panel.first}><b>{nameOf(party)}</b><span className={panel.value}>{own.usageDays(count(usageDays))}</span></span>
      <span className={panel.rest}>{rest.join(' · ')}</span>
    </button>
  )
}
