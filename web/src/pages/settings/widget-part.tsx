import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { mailTexts } from '../../texts/mail.ts'
import { Field, Wrong } from './form.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

const says = mailTexts.widget
const MODES = ['ask', 'tell', 'both'] as const
const CONSENTS = ['ask', 'granted'] as const
const NO_KEY = 'hatrack_browser_…'
const AFTER_CONSENT = 'hatrack.consent(true)'

function attribute(name: string, value: string): string {
  return ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
}

/** The lines that a product's pages need, with a key of their own. */
export function WidgetPart() {
  const query = useStudy('own-facts')
  return (
    <Card title={says.title} hint={says.hint}>
      <Answered query={query} bones={<Bones lines={[60, 60, 100]} height={34} />}>{({ products }) => <Snippet products={products.map(({ product }) => product)} />}</Answered>
    </Card>
  )
}

function Snippet({ products }: { readonly products: readonly string[] }) {
  const { act, isBusy, error } = useChange()
  const [product, setProduct] = useState(products[0] ?? '')
  const [mode, setMode] = useState<string>('ask')
  const [consent, setConsent] = useState<string>('ask')
  const [key, setKey] = useState<string | null>(null)
  const [isCopied, setCopied] = useState(false)
  const snippet = [
    `<script src="${location.origin}/widget.js" async`,
    attribute('data-key', key ?? NO_KEY), product === '' ? '' : attribute('data-product', product), mode === 'ask' ? '' : attribute('data-mode', mode), consent === 'granted' ? attribute('data-consent', 'granted') : '',
    attribute('data-user', '42'), attribute('data-account', 'acme'), '></script>',
  ].join('')
  const make = async () => {
    const made = await act<{ readonly text: string }>('key-create', { name: `widget ${product} ${new Date().toISOString().slice(0, 19)}`.replace(/ +/g, ' '), power: 'browser' })
    if (made !== null) setKey(made.text)
  }
  const copy = () => void navigator.clipboard.writeText(snippet).then(() => setCopied(true), () => undefined)
  const tryAt = `/try-widget?${new URLSearchParams({ key: key ?? '', product, mode: mode === 'ask' ? 'both' : mode })}`
  return (
    <div className={classes.stack}>
      <div className={classes.wide}>
        <Field label={says.product}>{(id) => <select id={id} value={product} onChange={(event) => setProduct(event.target.value)}><option value="">{says.anyProduct}</option>{products.map((one) => <option key={one}>{one}</option>)}</select>}</Field>
        <Field label={says.mode}>{(id) => <select id={id} value={mode} onChange={(event) => setMode(event.target.value)}>{MODES.map((one) => <option key={one} value={one}>{says.modes[one]}</option>)}</select>}</Field>
        <Field label={says.consent}>{(id) => <select id={id} value={consent} onChange={(event) => setConsent(event.target.value)}>{CONSENTS.map((one) => <option key={one} value={one}>{says.consents[one]}</option>)}</select>}</Field>
      </div>
      <p className={classes.quiet}>{says.keyHint}</p>
      <Wrong error={error} />
      <div className={classes.buttons}>
        <button type="button" className={key === null ? classes.primary : classes.button} disabled={isBusy} onClick={() => void make()}>{says.make}</button>
        <button type="button" className={classes.button} onClick={copy}>{isCopied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />} {isCopied ? says.copied : says.copy}</button>
        {key === null ? null : <a className={classes.button} href={tryAt} target="_blank" rel="noreferrer" title={says.tryHint}>{says.try}</a>}
      </div>
      <p role="status" className={`${classes.sent} ${classes.good}`}>{key === null ? '' : says.once}</p>
      <h3>{says.snippet}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the box is scrolled by keyboard, too */}
      <pre className={classes.json} tabIndex={0}>{snippet}</pre>
      <p className={classes.quiet}>{says.fields}</p>
      {consent === 'granted' ? null : <p className={classes.quiet}>{says.afterConsent} <code className={classes.code}>{AFTER_CONSENT}</code></p>}
      <p className={classes.quiet}>{says.consentWhat}</p>
      <p className={classes.quiet}>{says.policy}</p>
    </div>
  )
}
