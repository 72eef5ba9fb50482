import { useEffect, useState } from 'react'
import { drawnWidth, sum } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { costShown } from './costs.ts'
import classes from './options.module.css'
import type { Aim, KeptSheet } from './use-sheets.ts'

const words = texts.options.sets
export const AIMS = ['users', 'customers', 'usersMoney', 'customersMoney', 'usersLose', 'customersLose'] as const satisfies readonly Aim[]
const MOST_AIMS = 4
const WEIGHT_MOST = 10
const SETTLE_MS = 250
const STEPS = 100

export function aimsOf(text: string | undefined): readonly Aim[] {
  const found = AIMS.filter((aim) => (text ?? 'users,customers').split(',').includes(aim))
  return found.length === 0 ? ['users', 'customers'] : found
}

function weightsOf(text: string | undefined, aims: readonly Aim[]): number[] {
  const told = new Map((text ?? '').split(',').map((part) => part.split(':') as [string, string]))
  return aims.map((aim) => (text === undefined ? 1 : Number(told.get(aim) ?? 0) || 0))
}

/** What sets shall be good for, what may be spent, and how each aim is weighed: all of it in the address. */
export function SetsControls({ sheet }: { readonly sheet: KeptSheet }) {
  const { address, go } = useView()
  const aims = aimsOf(address.aims)
  const toggle = (aim: Aim) => {
    const next = AIMS.filter((one) => (one === aim ? !aims.includes(aim) : aims.includes(one)))
    if (next.length > 0 && next.length <= MOST_AIMS) go({ aims: next.join(',') === 'users,customers' ? undefined : next.join(','), weights: undefined, set: undefined }, true)
  }
  return (
    <Card>
      <div className={classes.controls}>
        <fieldset>
          <legend>{words.aims}</legend>
          <div className={classes.aims}>
            {AIMS.map((aim) => <label key={aim}><input type="checkbox" checked={aims.includes(aim)} disabled={aims.includes(aim) ? aims.length === 1 : aims.length >= MOST_AIMS} onChange={() => toggle(aim)} />{words.aim[aim]}</label>)}
          </div>
          <label><input type="checkbox" checked={address.losses !== 'ignore'} onChange={(event) => go({ losses: event.target.checked ? undefined : 'ignore', set: undefined }, true)} />{words.subtract}</label>
        </fieldset>
        <BudgetField sheet={sheet} />
        <WeightFields aims={aims} key={aims.join()} />
      </div>
    </Card>
  )
}

function BudgetField({ sheet }: { readonly sheet: KeptSheet }) {
  const { address, go } = useView()
  const all = drawnWidth(sum(sheet.options.map(({ cost }) => cost)))
  const asked = address.budget ?? sheet.budget ?? 'none'
  const [shown, setShown] = useState(asked)
  useEffect(() => setShown(asked), [asked])
  useEffect(() => {
    if (shown === asked) return
    const timer = setTimeout(() => go({ budget: shown === (sheet.budget ?? 'none') ? undefined : shown, set: undefined }, true), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [shown, asked, go, sheet.budget])
  const step = all === 0 ? 1 : all / STEPS
  return (
    <fieldset>
      <legend>{words.budget}</legend>
      <div className={classes.budget}>
        <output>{shown === 'none' ? words.noBudget : costShown(shown, sheet.unit)}</output>
        <input type="range" aria-label={words.budget} aria-valuetext={shown === 'none' ? words.noBudget : costShown(shown, sheet.unit)} min={0} max={STEPS} step={1} value={shown === 'none' ? STEPS : Math.min(STEPS, Math.round(drawnWidth(shown) / step))} onChange={(event) => setShown(Number(event.target.value) === STEPS ? all.toFixed(2) : rounded(Number(event.target.value) * step))} />
        <label><input type="checkbox" checked={shown === 'none'} onChange={(event) => setShown(event.target.checked ? 'none' : (sheet.budget ?? all.toFixed(2)))} />{words.noBudget}</label>
      </div>
    </fieldset>
  )
}

/** Two digits that count: a slider says no more. */
function rounded(value: number): string {
  return value === 0 ? '0' : Number(value.toPrecision(2)).toFixed(value < 100 ? 1 : 0)
}

function WeightFields({ aims }: { readonly aims: readonly Aim[] }) {
  const { address, go } = useView()
  const asked = weightsOf(address.weights, aims)
  const [shown, setShown] = useState(asked)
  const text = (weights: readonly number[]) => aims.map((aim, place) => `${aim}:${weights[place]}`).join(',')
  const [mine, theirs] = [text(shown), text(asked)]
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address says is the trigger
  useEffect(() => setShown(asked), [theirs])
  useEffect(() => {
    if (mine === theirs) return
    const timer = setTimeout(() => go({ weights: /^[^:]+:1(,[^:]+:1)*$/.test(mine) ? undefined : mine, set: undefined }, true), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [mine, theirs, go])
  return (
    <fieldset>
      <legend>{words.weights}</legend>
      {aims.map((aim, place) => (
        <label key={aim} className={classes.slider}>
          <span>{words.value[aim]}</span>
          <input type="range" aria-label={words.weight(words.value[aim])} min={0} max={WEIGHT_MOST} step={1} value={Math.min(WEIGHT_MOST, shown[place] ?? 0)} onChange={(event) => setShown(shown.map((weight, at) => (at === place ? Number(event.target.value) : weight)))} />
          <output>{shown[place]}</output>
        </label>
      ))}
      <p className={classes.quiet}>{words.weightsHint}</p>
    </fieldset>
  )
}
