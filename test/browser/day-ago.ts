/** The day so many days ago, as evidence writes it: pages show the last thirty days. */
export function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}
