import { useThresholds } from '../../api/use-thresholds.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './chain.module.css'
import { type ExperienceKind, THRESHOLDS } from './experience.ts'

/** What the colours mean, with the thresholds; and what is hatched. */
export function ChainLegend({ colour }: { readonly colour: ExperienceKind | null }) {
  const words = texts.chain.legend
  const { fewestPeople } = useThresholds()
  const unit = (value: number): string => (colour === 'nps' ? count(value) : texts.chain.percent(count(value)))
  const thresholds = colour === null ? null : THRESHOLDS[colour]
  const range = (step: number): string => {
    if (thresholds === null) return ''
    const [before, after] = [thresholds[step - 1], thresholds[step]]
    if (before === undefined) return colour === 'complaints' ? `${unit(after as number)} +` : `< ${unit(after as number)}`
    if (after === undefined) return colour === 'complaints' ? `< ${unit(before)}` : `${unit(before)} +`
    return colour === 'complaints' ? `${unit(after)} – ${unit(before)}` : `${unit(before)} – ${unit(after)}`
  }
  return (
    <p className={classes.legend}>
      {colour === null ? null : <b>{words.title}, {texts.chain.experiences[colour]}</b>}
      {colour === null ? null : words.steps.map((name, step) => <span key={name}><i className={classes.swatch} data-step={step + 1} />{name} {range(step)}</span>)}
      {colour === null ? null : <span><i className={classes.swatch} data-step="unsure" />{words.unsure}</span>}
      {colour === null ? null : <span><i className={classes.swatch} data-step="few" />{words.few(String(fewestPeople))}</span>}
      <span><i className={classes.swatch} data-step="none" />{words.none}</span>
      <span><i className={classes.swatch} data-hatched />{words.unseen}</span>
      <span><i className={classes.dashed} />{words.notDrawn}</span>
      <span>{texts.chain.walk}</span>
    </p>
  )
}
