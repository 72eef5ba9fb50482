import { texts } from '../../texts.ts'
import { identifierText } from '../imports/line-words.ts'

const words = texts.party.lineSays

/** What somebody said by hand, was asked or answered, as a sentence; null for other lines. */
export function saidByHand(line: unknown, names: ReadonlyMap<string, string>): string | null {
  if (typeof line !== 'object' || line === null) return null
  const text = (field: string): string => {
    const value: unknown = Reflect.get(line, field)
    return typeof value === 'string' ? value : ''
  }
  const who = (identifier: string): string => names.get(identifier) ?? identifierText(identifier)
  const type = text('type')
  if (type === 'ask') return words.ask(who(text('party')), text('question'))
  if (type === 'answer') return words.answer(text('text'), typeof Reflect.get(line, 'score') === 'number' ? String(Reflect.get(line, 'score')) : text('score'))
  if (type !== 'override') return null
  const ids: unknown = Reflect.get(line, 'ids')
  const [one = '', other = ''] = Array.isArray(ids) ? ids.map((id) => identifierText(String(id))) : []
  const by = text('by')
  const signed = (says: string): string => words.byHand(says, by)
  const not = Reflect.get(line, 'not') === true
  switch (text('fact')) {
    case 'same': return signed(words.same(one, other))
    case 'not-same': return signed(words.notSame(one, other))
    case 'membership': return signed(words.membership(who(text('person')), who(text('organization')), not))
    case 'payer': return signed(words.payer(who(text('payer')), text('agreement')))
    case 'leave-out': return signed(words.leaveOut(who(text('party'))))
    case 'no-ask': return signed(words.noAsk(who(text('party'))))
    case 'role': return signed(words.role(who(text('party')), text('role'), not))
    default: return signed(words.other(text('fact'), text('key')))
  }
}
