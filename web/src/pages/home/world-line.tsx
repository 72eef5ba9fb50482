import { useStudy } from '../../api/use-study.ts'
import { Bones } from '../../parts/bones.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import classes from './home-page.module.css'

/** Which kind of business the product is, in one sentence, with its reason a click away. */
export function WorldLine() {
  const { data } = useStudy('world')
  if (data === undefined) return <div className={classes.world}><Bones lines={[46]} height={12} /></div>
  return (
    <p className={classes.world}>
      <WhyButton why="world" plain><b>{texts.world.names[data.world] ?? data.world}</b></WhyButton>. {data.world === 'mixed' && data.customers === 0 ? texts.world.says.empty : (texts.world.says[data.world] ?? data.because)}{' '}
      {data.warnings.map((warning) => <span key={warning} className={classes.warning}>{warning === 'no customer, no business' ? texts.world.noCustomer : warning} </span>)}
    </p>
  )
}
