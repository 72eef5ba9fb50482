import { Link } from '@tanstack/react-router'
import { type Address, keptOf } from '../../view/address.ts'

const kept = (before: object): Address => keptOf(before as Address)

/** What was changed, with the way to it where there is one. */
export function AboutLink({ about }: { readonly about: string | null }) {
  if (about === null) return null
  const [kind = '', ...rest] = about.split(':')
  const name = rest.join(':')
  if (kind === 'party') return <Link to="/parties/$party" params={{ party: name }} search={kept}>{name}</Link>
  if (kind === 'import') return <Link to="/imports/$id" params={{ id: name }} search={kept}>{name}</Link>
  if (kind === 'agreement') return <Link to="/agreements" search={(before) => ({ ...kept(before), why: about })}>{name}</Link>
  if (kind === 'correction') return <Link to="/review" search={(before) => ({ ...kept(before), tab: 'log' })}>{name}</Link>
  if (kind === 'topic' || kind === 'topics') return <Link to="/voices" search={(before) => ({ ...kept(before), tab: 'topics' })}>{name === '' ? kind : name}</Link>
  if (kind === 'pull') return <Link to="/sources" search={kept}>{name}</Link>
  if (kind === 'membership') return <Link to="/parties/$party" params={{ party: name.split('|')[0] ?? '' }} search={kept}>{name.replace('|', ', ')}</Link>
  const tab = TABS[kind]
  if (tab !== undefined) return <Link to="/settings" search={(before) => ({ ...kept(before), tab })}>{name === '' ? kind : name}</Link>
  return <>{about}</>
}

const TABS: Readonly<Record<string, string>> = { key: 'keys', person: 'people', settings: 'thresholds', product: 'products', staff: 'staff', rate: 'rates', seller: 'seller', stripe: 'keys', webhook: 'webhooks', message: 'webhooks', mail: 'mail', 'topic-model': 'topics' }
