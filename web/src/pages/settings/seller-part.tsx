import { type FormEvent, useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, Wrong } from './form.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Seller = Studies['own-facts']['seller']
const says = words.seller
const BY_HAND = 'by-hand'

/** What we are called, and which domains are ours. */
export function SellerPart() {
  const query = useStudy('own-facts')
  return (
    <Card title={says.title} hint={says.hint}>
      <Answered query={query} bones={<Bones lines={[40, 60, 20]} height={34} />}>{({ seller }) => <SellerForm key={JSON.stringify(seller)} seller={seller} />}</Answered>
    </Card>
  )
}

function SellerForm({ seller }: { readonly seller: Seller }) {
  const { act, isBusy, error } = useChange()
  const [name, setName] = useState(seller.name ?? '')
  const [domains, setDomains] = useState(seller.domains.filter(({ source }) => source === BY_HAND).map(({ domain }) => domain).join(', '))
  const others = seller.domains.filter(({ source }) => source !== BY_HAND)
  const save = (event: FormEvent) => {
    event.preventDefault()
    void act('seller-save', { name, domains: domains.split(/[\s,;]+/).filter((domain) => domain !== '') })
  }
  return (
    <form className={classes.stack} onSubmit={save}>
      <Field label={says.name}>{(id) => <input id={id} value={name} placeholder={says.namePlaceholder} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.domains} hint={<>{says.domainsHint}{others.map(({ domain, source }) => <span key={`${domain} ${source}`}> {domain}: {says.from(source)}.</span>)}</>}>
        {(id, hint) => <input id={id} aria-describedby={hint} value={domains} placeholder={says.domainsPlaceholder} spellCheck={false} onChange={(event) => setDomains(event.target.value)} />}
      </Field>
      <Wrong error={error} />
      <div className={classes.buttons}><button type="submit" className={classes.primary} disabled={isBusy}>{words.save}</button></div>
    </form>
  )
}
