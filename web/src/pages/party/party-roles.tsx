import type { RoleInterval } from '../../api/shapes.ts'
import { dayText } from '../../format/days.ts'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'

/** A half-open interval in words. */
export function intervalText(from: string | null, to: string | null): string {
  const since = from === null ? null : texts.party.since(dayText(from))
  const until = to === null ? null : texts.party.until(dayText(to))
  return [since, until].filter((part) => part !== null).join(' ') || texts.party.always
}

export function PartyRoles({ roles }: { readonly roles: readonly RoleInterval[] }) {
  if (roles.length === 0) return <Empty>{texts.party.noRoles}</Empty>
  return (
    <ul className={classes.rows}>
      {roles.map((role) => (
        <li key={`${role.role} ${role.product} ${role.from}`}>
          <span><b>{texts.parties.roleNames[role.role] ?? role.role}</b>{role.product === null ? null : <span className={classes.quiet}> {role.product}</span>}</span>
          <span className={classes.quiet}>{intervalText(role.from, role.to)}</span>
        </li>
      ))}
    </ul>
  )
}
