import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText, instantText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { FoundChoices } from './found-choices.tsx'
import { useWork } from './use-work.ts'
import { type Case, type Choice, WorkQueue } from './work-queue.tsx'

const words = texts.money.queue
const AT_ONCE = 100
type Payment = Studies['unknown-money']['payments'][number]
type Candidate = Payment['candidates'][number]

/** Payments that nothing explains, largest first. */
export function UnknownPayments({ by }: { readonly by: string }) {
  const query = useStudy('unknown-money', { limit: AT_ONCE })
  const work = useWork()
  const payments = new Map((query.data?.payments ?? []).map((payment) => [idOf(payment), payment]))
  return (
    <Answered query={{ ...query, isPlaceholderData: false }} bones={<Bones lines={[100, 100]} height={140} />}>
      {(answer) => (
        <WorkQueue cases={answer.payments.map(caseOf)} work={work} by={by} empty={`${words.done} ${words.doneHint}`} left={(n) => words.left(count(n), n === 1)} more={answer.total - answer.payments.length}
          Found={({ of, q, children }) => <FoundChoices q={q} choiceOf={(row) => agreementChoice(payments.get(of.id) as Payment, row.agreement, nameOf(row.buyer))}>{children}</FoundChoices>} />
      )}
    </Answered>
  )
}

function idOf({ source, payment }: Payment): string {
  return `${source}|${payment}`
}

function caseOf(payment: Payment): Case {
  const amount = money(payment.amount, payment.currency)
  const payer = payment.payer === null ? words.noPayer : nameOf(payment.payer)
  return {
    id: idOf(payment), head: payer, aside: amount, rest: `${payment.source} · ${instantText(payment.at)}`, question: words.whatFor(amount), account: null,
    facts: [
      [words.payer, payment.payer === null ? words.noPayer : <PartyLink key="p" party={payment.payer} />],
      [words.source, `${payment.source}, ${payment.payment}${payment.kind === 'charge' ? '' : `, ${texts.money.payments[payment.kind as 'refund' | 'credit']}`}`],
      [words.when, instantText(payment.at)],
      [words.names, payment.agreement ?? words.noAgreement],
      ...(payment.product === null ? [] : [[words.product, payment.product] as const]),
      [words.why, payment.why],
    ],
    choices: payment.candidates.map((candidate) => candidateChoice(payment, candidate)),
  }
}

function candidateChoice(payment: Payment, { party, agreement, reasons, correct }: Candidate): Choice {
  const name = nameOf(party)
  if (correct.agreement !== undefined) return { ...agreementChoice(payment, correct.agreement, name), reasons }
  const same = correct.fact === 'same'
  const day = dayText(payment.at)
  const amount = money(payment.amount, payment.currency)
  return {
    id: `party ${party.id}`, name, reasons, saying: { correct }, done: words.said(amount, name), foretold: words.moves(amount, name),
    says: same ? `${words.sameAs(payment.payer === null ? words.noPayer : nameOf(payment.payer), name)}: ${words.settles(amount, day)}` : `${words.paidBy(name)}${agreement === null ? '' : `, ${words.forAgreement(agreement)}`}: ${words.onlyThis(amount, day)}`, ...(agreement === null ? {} : { agreement }),
  }
}

function agreementChoice(payment: Payment, agreement: string, name: string): Choice {
  const amount = money(payment.amount, payment.currency)
  return { id: `agreement ${agreement}`, name, says: `${words.forAgreement(agreement)}: ${words.onlyThis(amount, dayText(payment.at))}`, agreement, reasons: [], saying: { correct: { fact: 'payment', payment: payment.payment, of: payment.source, agreement } }, done: words.said(amount, name), foretold: words.moves(amount, name) }
}
