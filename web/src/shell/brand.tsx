import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import classes from './navigation.module.css'

export function Brand() {
  return (
    <Link to="/" search={(before) => keptOf(before as Address)} className={classes.brand}>
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#4a5be0" />
        <path d="M16 6v20M10 26h12M16 12c-3 0-6-1-6-4M16 12c3 0 6-1 6-4M16 18c-3 0-6-1-6-4M16 18c3 0 6-1 6-4" fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" />
      </svg>
      {texts.brand}
    </Link>
  )
}
