import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import classes from './import.module.css'

/** Which exports answer which question: two of them are enough to begin with. */
export function WhatFits() {
  return (
    <Card title={texts.importing.fits}>
      <dl className={classes.fits}>
        {texts.importing.fitting.map(({ name, says }) => <div key={name}><dt>{name}</dt><dd>{says}</dd></div>)}
      </dl>
    </Card>
  )
}
