import { expect, test } from 'vitest'
import { counted, textTable, trialTables } from './trial.ts'

test('a file of NPS is recognized although one answer is out of range; that row is refused, one without a score is left out', async () => {
  const rows = Array.from({ length: 20 }, (_, n) => [`r${n}`, `p${n}@acme.com`, String(n % 11), `Fine ${n}`, '2026-02-04 10:00', 'notes'])
  const made = (await trialTables([textTable('answers.csv', ['Response ID', 'Email', 'NPS Score', 'Comment', 'Responded At', 'Product'], [...rows, ['r20', 'cat@globex.com', '', '', '2026-02-05 11:00', 'notes'], ['r21', 'dan@globex.com', '11', '?', '2026-02-05 11:00', 'notes']])])).get('answers.csv')
  expect(made?.plan).toMatchObject({ kind: 'scores', constants: { kind: 'nps' }, fields: { score: { column: 'NPS Score' }, email: { column: 'Email' }, text: { column: 'Comment' }, product: { column: 'Product' } } })
  expect(counted(made?.outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.reason : outcome.kind === 'left-out' ? outcome.why : outcome.kind)) ?? [])).toEqual({ lines: 20, 'no score was given': 1, 'bad-score': 1 })
  expect(made?.lines[3]).toMatchObject({ type: 'feedback', kind: 'nps', score: 3, party: 'email:p3@acme.com', product: 'notes', text: 'Fine 3' })
})

test('CSAT and CES are told apart by their headings', async () => {
  const scores = (column: string) => textTable(`${column}.csv`, ['id', 'user_id', column, 'created_at', 'topic'], [['1', 'u1', '5', '2026-02-04', 'search'], ['2', 'u2', '2', '2026-02-05', 'export'], ['3', 'u3', '4', '2026-02-06', 'export']])
  const made = await trialTables([scores('csat'), scores('effort_score')])
  expect([made.get('csat.csv')?.plan.constants.kind, made.get('effort_score.csv')?.plan.constants.kind]).toEqual(['csat', 'ces'])
  expect(made.get('effort_score.csv')?.lines).toMatchObject([{ kind: 'ces', score: 5, topic: 'search' }, { kind: 'ces', score: 2, topic: 'export' }, { kind: 'ces', score: 4, topic: 'export' }])
})

test('of requests the heading is kept, also where nothing is written below it', async () => {
  const made = (await trialTables([textTable('requests.csv', ['id', 'title', 'description', 'requested_by', 'created_at', 'category'], [['101', 'Dark mode', 'Please', 'ann@acme.com', '2026-02-04', 'interface'], ['103', 'SSO', '', 'cat@globex.com', '2026-02-06', 'security']])])).get('requests.csv')
  expect(made?.lines).toMatchObject([{ kind: 'request', topic: 'interface', text: 'Dark mode: Please', party: 'email:ann@acme.com' }, { kind: 'request', topic: 'security', text: 'SSO' }])
})

test('in a small file, too, a score out of range makes no other column: its row is refused', async () => {
  const rows = [['ann@acme.com', '2026-11-01', '9', 'Great'], ['bob@acme.com', '2026-11-02', '3', 'Too expensive'], ['eve@initech.com', '2026-11-05', '11', ''], ['gus@initech.com', '2026-11-06', '10', 'love it']]
  const made = await trialTables([textTable('nps-eleven.csv', ['email', 'date', 'score', 'comment'], rows), textTable('nps.csv', ['email', 'date', 'score', 'comment', 'company'], [...rows.slice(0, 3).map((row) => [...row, 'Acme GmbH']), ['dee@globex.com', '2026-11-04', '', 'no score', 'Globex']])])
  for (const [name, lines] of [['nps-eleven.csv', 3], ['nps.csv', 2]] as const) {
    const table = made.get(name)
    expect(table?.plan).toMatchObject({ kind: 'scores', constants: { kind: 'nps' }, fields: { score: { column: 'score' } } })
    expect(table?.outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.reason === 'bad-score').length).toBe(1)
    expect(table?.lines.filter(({ type }) => type === 'feedback').length).toBe(lines)
  }
})

test('a column that is called after requests is what was said', async () => {
  const made = await trialTables([
    textTable('requests.csv', ['id', 'created', 'requester', 'organization', 'request', 'votes'], [['1', '2026-11-03', 'ann@acme.com', 'Acme GmbH', 'Please add dark mode', '3'], ['2', '2026-11-04', 'bob@acme.com', 'Acme GmbH', 'Invoice must show VAT', '1']]),
    textTable('wishes.csv', ['date', 'email', 'request'], [['2026-11-03', 'ann@acme.com', 'Please add dark mode'], ['2026-11-04', 'bob@acme.com', 'Invoice must show VAT']]),
    textTable('requests2.csv', ['id', 'user_id', 'created_at', 'request', 'topic'], [['1', '1', '2026-11-03', 'Please add dark mode', 'ui'], ['2', '2', '2026-11-04', 'Invoice must show VAT', 'invoice']]),
  ])
  for (const [name, party] of [['requests.csv', 'email:ann@acme.com'], ['wishes.csv', 'email:ann@acme.com'], ['requests2.csv', 'user:1']] as const) {
    expect(made.get(name)?.plan).toMatchObject({ kind: 'requests', fields: { text: { column: 'request' } } })
    expect(made.get(name)?.lines[0]).toMatchObject({ type: 'feedback', kind: 'request', party, text: 'Please add dark mode' })
  }
})

test('the question of NPS, as tools for surveys head their columns, is its score', async () => {
  const made = (await trialTables([textTable('typeform.csv', ['Respondent ID', 'Submitted', 'How likely are you to recommend us?', 'Why?', 'email'], [['1', '2026-11-01', '9', 'Great', 'ann@acme.com'], ['2', '2026-11-02', '3', 'Too expensive', 'bob@acme.com'], ['3', '2026-11-05', '7', '', 'eve@initech.com']])])).get('typeform.csv')
  expect(made?.plan).toMatchObject({ kind: 'scores', constants: { kind: 'nps' }, fields: { score: { column: 'How likely are you to recommend us?' } } })
  expect(made?.lines.filter(({ type }) => type === 'feedback').length).toBe(3)
})
