import { amountText } from '../base/money.ts'
import { keyFrom, line, type Made, type OpenWay } from './kind-way.ts'

/** Milestones of projects. Without an id a milestone is named by its project and its own name, so that the list of next month goes on where this one stopped. */
export const deliveries: OpenWay = () => ({
  keyOf: (read) => read.text('id') ?? keyFrom('milestone', read.text('agreement'), read.text('milestone')),
  keyColumn: null,
  make: (key, read): Made => {
    const [agreement, milestone] = [read.text('agreement'), read.text('milestone')]
    const [planned, actual] = [read.money('planned'), read.money('actual')]
    const [due, done, at] = [read.day('due'), read.day('done'), read.instantText('at')]
    if (agreement === null) read.refuse('missing-field', `${read.columnOf('agreement')} is empty; a milestone needs its project`)
    if (milestone === null) read.refuse('missing-field', `${read.columnOf('milestone')} is empty; a milestone needs its name`)
    for (const [field, money] of [['planned', planned], ['actual', actual]] as const) if (money !== null && money.minor < 0) read.refuse('bad-amount', `${read.columnOf(field)}: a milestone has no negative cost`)
    if (read.fault) return { lines: [] }
    if (planned === null && actual === null && due === null && done === null) return { lines: [], leftOut: 'neither cost nor day of the milestone is known' }
    const currency = planned?.currency ?? actual?.currency ?? null
    const text = (money: typeof planned): string | null => (money === null ? null : amountText(money.minor, money.currency))
    return { lines: [line({ type: 'delivery', key, agreement, milestone, planned: text(planned), actual: text(actual), currency, due, done, at })] }
  },
})
