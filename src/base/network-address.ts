import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Where a numeric address leads: `public`: anybody's machine. `private`: this machine or its own network.
 * `never`: where machines of clouds tell their own secrets, and what is no address of a machine at all.
 */
export type Reach = 'public' | 'private' | 'never'

type Net = readonly [network: string, prefix: number]

/** RFC 1122, 1918, 6598 (shared by providers). */
const PRIVATE_4: readonly Net[] = [['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]]
/** Of RFC 6890 what is no machine's: this host, link-local, protocols, examples, 6to4 relays, benchmarks, multicast, reserved; and addresses at which clouds answer their machines. */
const NEVER_4: readonly Net[] = [
  ['0.0.0.0', 8], ['169.254.0.0', 16], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3],
  ['100.100.100.200', 32], ['168.63.129.16', 32],
]
const PRIVATE_6: readonly Net[] = [['::1', 128], ['fc00::', 7]]
/** Where clouds answer, in a network that is private otherwise. */
const NEVER_6: readonly Net[] = [['fd00:ec2::254', 128], ['fd20:ce::254', 128]]
/** Addresses that are given to machines; of these, protocols (Teredo among them), examples and 6to4 are not. */
const GIVEN_6: readonly Net[] = [['2000::', 3]]
const NOT_GIVEN_6: readonly Net[] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]]
/** Prefixes behind which an address of version 4 stands in the last 32 bits: mapped, translated (RFC 6052). */
const HOLDS_4: readonly Net[] = [['::ffff:0:0', 96], ['64:ff9b::', 96]]

function listOf(nets: readonly Net[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of nets) list.addSubnet(network, prefix, family)
  return list
}

const LISTS = {
  private4: listOf(PRIVATE_4, 'ipv4'), never4: listOf(NEVER_4, 'ipv4'), private6: listOf(PRIVATE_6, 'ipv6'), never6: listOf(NEVER_6, 'ipv6'), given6: listOf(GIVEN_6, 'ipv6'),
  notGiven6: listOf(NOT_GIVEN_6, 'ipv6'), holds4: listOf(HOLDS_4, 'ipv6'),
}

/** Where an address leads, by its number; what is no address leads nowhere. Zones (%eth0) are no addresses here. */
export function reachOf(address: string): Reach {
  if (isIPv4(address)) return reachOf4(address)
  if (!isIPv6(address) || address.includes('%')) return 'never'
  if (LISTS.holds4.check(address, 'ipv6')) return reachOf4(lastFour(address))
  if (LISTS.never6.check(address, 'ipv6')) return 'never'
  if (LISTS.private6.check(address, 'ipv6')) return 'private'
  return LISTS.given6.check(address, 'ipv6') && !LISTS.notGiven6.check(address, 'ipv6') ? 'public' : 'never'
}

function reachOf4(address: string): Reach {
  if (LISTS.never4.check(address, 'ipv4')) return 'never'
  return LISTS.private4.check(address, 'ipv4') ? 'private' : 'public'
}

/** The last 32 bits of an address of version 6, as one of version 4. */
function lastFour(address: string): string {
  // The host of an address of the web is written in one way: two groups of hexadecimal digits at the end, zeros left out.
  const host = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [low = '0', high = '0'] = host.split(':').reverse().map((group) => group || '0')
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')
}
