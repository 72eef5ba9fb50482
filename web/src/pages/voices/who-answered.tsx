import { IconAlertTriangle } from '@tabler/icons-react'
import { useStudy } from '../../api/use-study.ts'
import { useView } from '../../view/use-view.ts'
import classes from './voices.module.css'

/** Says in plain words if most of those who speak knew nothing of what they speak of. */
export function WhoAnswered() {
  const { address } = useView()
  const { data } = useStudy('voices', { where: address.where, limit: '1' })
  if (data === undefined || data.warnings.length === 0) return null
  return <p className={classes.warning} role="status"><IconAlertTriangle size={17} stroke={1.8} aria-hidden /><span>{data.warnings.join(' ')}</span></p>
}
