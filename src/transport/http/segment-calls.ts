import type { Call } from '../../evidence/from-segment.ts'

/** What one address says about the calls in its body; null where each call says it itself. */
export const CALL_OF: { readonly [path: string]: Call | null } = {
  track: 'track',
  identify: 'identify',
  group: 'group',
  page: 'page',
  screen: 'screen',
  alias: 'alias',
  batch: null,
  import: null,
  t: 'track',
  i: 'identify',
  g: 'group',
  p: 'page',
  s: 'screen',
  a: 'alias',
  b: null,
}
