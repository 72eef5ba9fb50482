import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { FoundChoices } from './found-choices.tsx'
import { useWork } from './use-work.ts'
import { type Case, type Choice, WorkQueue } from './work-queue.tsx'

const words = texts.money.queue
const AT_ONCE = 100
type Stranger = Studies['unknown-use']['rows'][number]

/** Accounts nobody knows, then users nobody knows, each with the most use first. */
export function UnknownUse({ by }: { readonly by: string }) {
  const query = useStudy('unknown-use', { limit: AT_ONCE })
  const work = useWork()
  const rows = new Map((query.data?.rows ?? []).map((row) => [idOf(row), row]))
  return (
    <Answered query={{ ...query, isPlaceholderData: false }} bones={<Bones lines={[100, 100]} height={140} />}>
      {(answer) => (
        <WorkQueue cases={answer.rows.map(caseOf)} work={work} by={by} empty={words.doneUse} left={(n) => words.leftUse(count(n), n === 1)} more={answer.total - answer.rows.length}
          Found={({ of, q, children }) => <FoundChoices q={q} choiceOf={(row) => isChoice(rows.get(of.id) as Stranger, row.buyer, [])}>{children}</FoundChoices>} />
      )}
    </Answered>
  )
}

function idOf({ about, party }: Stranger): string {
  return `${about} ${firstIdentifier(party)}`
}

function caseOf(row: Stranger): Case {
  const name = nameOf(row.party)
  const identifier = firstIdentifier(row.party)
  const said = (fact: 'staff' | 'leave-out', label: string, what: string): Choice => ({ id: fact, name: label, says: name, reasons: [], saying: { correct: { fact, party: identifier } }, done: words.saidUse(name, what), foretold: null })
  return {
    id: idOf(row), head: name, aside: words.dayCount(count(row.usageDays), row.usageDays === 1), rest: `${row.about === 'account' ? words.account : words.person} · ${row.products.join(', ')}`, question: words.who(name), account: row.about === 'account' ? identifier : null,
    facts: [
      [words.why, row.about === 'account' ? words.account : words.person],
      [words.stranger, <PartyLink key="p" party={row.party} />],
      [words.users, count(row.users)], [words.days, count(row.usageDays)], [words.events, count(row.events)],
      [words.when, `${dayText(row.firstUse)} ${words.last} ${dayText(row.lastUse)}`],
      [words.product, row.products.join(', ')],
    ],
    choices: [...row.candidates.map(({ party, reasons }) => isChoice(row, party, reasons)), ...(row.about === 'party' ? [said('staff', words.staff, words.isStaff)] : []), said('leave-out', words.leaveOut, words.isLeftOut)],
  }
}

function isChoice(row: Stranger, party: Stranger['party'], reasons: readonly string[]): Choice {
  const name = nameOf(party)
  return { id: `party ${party.id}`, name: words.isCustomer(name), says: words.sameAs(nameOf(row.party), name), reasons, saying: { correct: { fact: 'same', one: firstIdentifier(row.party), other: firstIdentifier(party) } }, done: words.saidUse(nameOf(row.party), words.is(name)), foretold: null }
}
