import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Problem } from '../api/problem.ts'
import { useStudy } from '../api/use-study.ts'
import { firstIdentifier, nameOf } from '../format/names.ts'
import { count } from '../format/numbers.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import { type About, aboutOf, filedUnder } from './about.ts'
import { CorrectForm } from './correct-form.tsx'
import classes from './correct.module.css'
import { SaidBefore } from './said-before.tsx'
import type { MembershipNow } from './ways.ts'

const words = texts.correct

/** Says by hand what is so: shows what that would change first. One dialog for parties, memberships, agreements and payments. */
export function CorrectDialog({ about }: { readonly about: string }) {
  const { go } = useView()
  const close = () => go({ correct: undefined })
  const subject = aboutOf(about)
  const known = useSubject(subject)
  const filed = filedUnder(subject)
  return (
    <Dialog label={words.titleOf(known.name)} onClose={close}>
      <header className={classes.head}>
        <div><h2>{words.titleOf(known.name)}</h2><p className={classes.quiet}>{words.hint}</p></div>
        <button type="button" className={classes.plain} aria-label={words.close} onClick={close}><IconX size={17} stroke={1.8} aria-hidden /></button>
      </header>
      {subject.what === 'nothing' ? <div className={classes.nothing}><Empty>{words.unknownAbout}</Empty></div> : known.isUnknown ? <div className={classes.nothing}><Empty>{words.unknownParty(subject.what === 'party' ? subject.id : known.name)} <Link to="/parties" search={(before) => keptOf(before as Address)}>{words.toParties}</Link></Empty></div> : <CorrectForm about={subject} kind={known.kind} membership={known.membership} name={known.name} onDone={close} />}
      {filed === null ? null : <SaidBefore about={filed} />}
    </Dialog>
  )
}

interface Subject { readonly isUnknown: boolean; readonly name: string; readonly kind: string | null; readonly membership: MembershipNow | null }

/** What is known of the subject: its name and kind, and of a membership its days and function. */
function useSubject(about: About): Subject {
  const id = about.what === 'party' ? about.id : about.what === 'membership' ? about.person : undefined
  const { data, error } = useStudy('party', { party: id }, id !== undefined)
  const isUnknown = error instanceof Problem && error.status === 404
  const name = data === undefined ? (id ?? '') : (data.party.name ?? firstIdentifier(data.party))
  if (about.what === 'party') return { isUnknown, name, kind: data?.party.kind ?? null, membership: null }
  if (about.what === 'agreement') return { isUnknown, name: about.key, kind: null, membership: null }
  if (about.what === 'payment') return { isUnknown, name: about.key, kind: null, membership: null }
  if (about.what === 'parties') return { isUnknown: false, name: words.several(count(about.ids.length), about.ids.length === 1), kind: null, membership: null }
  if (about.what === 'nothing') return { isUnknown, name: '', kind: null, membership: null }
  const membership = data?.memberships.find(({ organization, inferred }) => inferred !== true && organization.identifiers.includes(about.organization)) ?? null
  const organization = data?.memberships.find((one) => one.organization.identifiers.includes(about.organization))?.organization
  return { isUnknown, name: `${name} – ${organization === undefined ? about.organization : nameOf(organization)}`, kind: null, membership }
}
