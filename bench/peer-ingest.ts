/** What a team writes first: Fastify and PostgreSQL, one multi-row insert a request, each event once by (source, key). `DATABASE` names the server. */
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import pg from 'pg'

interface Call {
  readonly messageId: string
  readonly userId: string
  readonly event: string
  readonly timestamp: string
  readonly properties: { readonly product: string }
}

const CREATE = `create table if not exists event (id bigint generated always as identity, source text not null, key text not null, party text not null, product text not null,
  event text, at timestamptz not null, body text not null, unique (source, key))`
const INSERT = {
  name: 'insert',
  text: `insert into event (source, key, party, product, event, at, body)
    select 'segment', * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[]) on conflict do nothing`,
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE'], max: 16 })
await pool.query(CREATE)
const app = fastify({ bodyLimit: 5 * 1_048_576 })

async function keep(calls: readonly Call[]): Promise<object> {
  const column = (pick: (call: Call) => string): string[] => calls.map(pick)
  await pool.query(INSERT, [column((call) => call.messageId), column((call) => `user:${call.userId}`), column((call) => call.properties.product), column((call) => call.event),
    column((call) => call.timestamp), column((call) => JSON.stringify(call))])
  return { success: true }
}

app.post('/v1/batch', (request) => keep((request.body as { batch: Call[] }).batch))
app.post('/v1/track', (request) => keep([request.body as Call]))
await app.listen({ port: 0, host: '127.0.0.1' })
console.log(JSON.stringify({ url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` }))
process.once('SIGTERM', () => { process.exit(0) })
