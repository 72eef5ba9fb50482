import type { PayerKind } from '../../api/shapes.ts'
import { ratio, share } from '../../format/numbers.ts'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { kindColor, onKind } from '../../theme/kinds.ts'
import classes from './kind-bars.module.css'

/** One part of a bar; without a kind it is the money that nobody uses. */
export interface BarPart { readonly kind: PayerKind | null; readonly width: number; readonly says: string; readonly why: string }

const LABEL_FROM = 0.055
const NAME_FROM = 0.2

interface KindBarProps { readonly name: string; readonly total: string; readonly parts: readonly BarPart[]; readonly before?: readonly BarPart[] | undefined; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }

export function KindBar({ name, total, parts, before, lit, onLight }: KindBarProps) {
  const all = parts.reduce((sum, part) => sum + part.width, 0)
  return (
    <div className={classes.line}>
      <span className={classes.name}>{name}</span>
      <div>
        <div className={classes.bar}>
          {parts.filter((part) => part.width > 0).map((part) => <Part key={part.kind ?? 'unused'} part={part} of={ratio(part.width, all)} lit={lit} onLight={onLight} />)}
        </div>
        <div className={classes.before} aria-hidden="true">
          {(before ?? []).filter((part) => part.width > 0).map((part) => (
            <span key={part.kind ?? 'unused'} className={part.kind === null ? classes.unused : ''} data-dim={(lit !== null && lit !== part.kind) || undefined} style={{ flexGrow: part.width, ...(part.kind === null ? {} : { background: kindColor(part.kind) }) }} />
          ))}
        </div>
      </div>
      <span className={classes.total}>{total}</span>
    </div>
  )
}

function Part({ part, of, lit, onLight }: { readonly part: BarPart; readonly of: number; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }) {
  const name = part.kind === null ? texts.unusedMoney : texts.kinds[part.kind].name
  const colors = part.kind === null ? {} : { background: kindColor(part.kind), color: onKind(part.kind) }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only lights the same kind elsewhere; the button inside does the work
    <div className={classes.place} style={{ flexGrow: of }} data-dim={(lit !== null && lit !== part.kind) || undefined} onMouseEnter={() => onLight(part.kind)} onMouseLeave={() => onLight(null)}>
      <WhyButton why={part.why} label={`${name}: ${part.says}, ${share(of)}`} className={`${classes.part} ${part.kind === null ? classes.unused : ''}`} style={colors}>
        {of < LABEL_FROM ? null : <span aria-hidden="true">{of > NAME_FROM ? <span className={classes.partName}>{name} </span> : null}{share(of)}</span>}
      </WhyButton>
      <span className={classes.tip} aria-hidden="true"><b>{name}</b> {part.says} · {share(of)}</span>
    </div>
  )
}
