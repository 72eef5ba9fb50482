import { type FormEvent, useState } from 'react'
import { firstIdentifier } from '../format/names.ts'
import { count } from '../format/numbers.ts'
import { Choices } from '../parts/choices.tsx'
import { Picker } from '../parts/picker.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { useSellers } from './use-products.ts'
import classes from './pickers.module.css'

const SELF = 'self'

/** Whose customers we speak of: ourselves, or somebody who resells. */
export function SellerPicker() {
  const { address, go } = useView()
  const { sellers, us } = useSellers()
  const chosen = address.seller ?? SELF
  const choices = [{ value: SELF, name: us === null || us === 'we' ? texts.pickers.self : us }, ...sellers.filter(({ seller }) => !seller.identifiers.includes(SELF)).map(({ seller, says, agreements }) => ({ value: firstIdentifier(seller), name: says, hint: texts.agreements.count(count(agreements)) }))]
  const name = choices.find((choice) => choice.value === chosen)?.name ?? chosen
  const choose = (value: string) => go({ seller: value === SELF || value === '' ? undefined : value, why: undefined, who: undefined })
  return (
    <Picker label={texts.pickers.seller} short={texts.pickers.sellerShort} value={name}>
      {(close) => (
        <>
          <p className={classes.hint}>{texts.pickers.sellerHint}</p>
          <Choices label={texts.pickers.seller} choices={choices} chosen={chosen} onChoose={(value) => { choose(value); close() }} />
          <OtherSeller onChoose={(value) => { choose(value); close() }} />
        </>
      )}
    </Picker>
  )
}

function OtherSeller({ onChoose }: { readonly onChoose: (identifier: string) => void }) {
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChoose(text.trim())
  }
  return (
    <form className={classes.row} onSubmit={submit}>
      <input className={classes.field} value={text} onChange={(event) => setText(event.target.value)} aria-label={texts.pickers.sellerOther} placeholder={texts.pickers.sellerPlaceholder} />
      <button type="submit" className={classes.apply} disabled={text.trim() === ''}>{texts.pickers.use}</button>
    </form>
  )
}
