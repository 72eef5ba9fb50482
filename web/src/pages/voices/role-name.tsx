import { texts } from '../../texts.ts'
import { ROLE_COLOR, type Role } from './model.ts'
import classes from './voices.module.css'

/** A role with its mark; who decides has the customers' colour, hollow. */
export function RoleName({ of: role }: { readonly of: Role }) {
  return <span className={classes.role} title={texts.voices.rolesSay[role]}><RoleMark of={role} />{texts.voices.roles[role]}</span>
}

export function RoleMark({ of: role }: { readonly of: Role }) {
  return <span className={classes.swatch} data-hollow={role === 'decider' || undefined} style={{ borderColor: ROLE_COLOR[role], background: ROLE_COLOR[role] }} aria-hidden="true" />
}
