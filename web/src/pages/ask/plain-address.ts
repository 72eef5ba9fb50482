/** An identifier as people write it: an e-mail address without its namespace, all else as it is. */
export function plainAddress(identifier: string): string {
  return identifier.startsWith('email:') ? identifier.slice('email:'.length) : identifier
}
