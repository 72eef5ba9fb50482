import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'

export function NotFoundPage() {
  return (
    <>
      <h1>{texts.errors.noPage}</h1>
      <p style={{ marginTop: 8 }}><Link to="/" search={(before) => keptOf(before as Address)}>{texts.errors.toHome} →</Link></p>
    </>
  )
}
