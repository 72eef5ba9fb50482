import type { PathStep } from '../api/shapes.ts'
import { CorrectedMark } from '../correct/corrected-mark.tsx'
import { texts } from '../texts.ts'
import classes from './why-panel.module.css'

/** The evidence from the use to the payer, a sentence each; what was inferred is drawn hollow. */
export function Path({ steps }: { readonly steps: readonly PathStep[] }) {
  if (steps.length === 0) return <p>{texts.why.noPath}</p>
  return (
    <ol className={classes.path}>
      {steps.map((step) => (
        <li key={`${step.evidence} ${step.says}`} className={classes.step} data-inferred={step.inferred || undefined}>
          <div>{step.says} {step.override ? <CorrectedMark /> : null}</div>
          <div className={classes.quiet}>{step.evidence === null ? texts.why.inferred : `${texts.why.evidence} ${step.evidence}`}</div>
        </li>
      ))}
    </ol>
  )
}
