import type { Operation } from '../../base/operation.ts'
import { REFUSALS, type RefusalCode } from '../../base/refusal.ts'
import { expectation } from '../input.ts'
import type { Workspace } from '../rooms.ts'
import { statusOf } from './status.ts'

const STYLE = `body{font:14px/1.5 Inter,system-ui,sans-serif;max-width:860px;margin:40px auto;padding:0 20px;color:#1e1f26;background:#fff}
h1{font-size:24px}h2{font-size:17px;margin-top:36px;border-top:1px solid #e6e6eb;padding-top:20px}code,pre{font:13px ui-monospace,monospace}
pre{background:#f4f4f6;padding:10px 12px;border-radius:6px;overflow:auto}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid #e6e6eb;vertical-align:top}
a{color:#3c4bc4}.dim{color:#5c5f6b}@media(prefers-color-scheme:dark){body{background:#0f1115;color:#e6e7ea}h2,td,th{border-color:#262930}pre{background:#15171c}a{color:#95a4ff}.dim{color:#a2a6b2}}`

/** All addresses on one page, without a script. */
export function docsPage(operations: readonly Operation<Workspace>[], version: string): string {
  const questions = operations.filter((operation) => operation.power === 'read')
  const changes = operations.filter((operation) => operation.power !== 'read')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hatrack: addresses</title><style>${STYLE}</style></head><body>
<h1>Hatrack ${escape(version)}</h1>
<p>Everything here is also in <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). Keys travel as <code>Authorization: Bearer KEY</code>; on this machine the page and you need none to read.
All addresses take <code>workspace</code>.</p>
${section('Questions', questions)}${section('Changes', changes)}
<h2>Evidence</h2>
<pre>curl -H 'Authorization: Bearer KEY' --data-binary @lines.jsonl /v1/evidence</pre>
<p>takes evidence lines, one JSON object a line or a JSON array, also gzipped; <code>GET /api/evidence</code> gives all of them back.</p>
<p>Trackers of Segment and RudderStack send to <code>/v1/batch</code>, <code>/v1/track</code>, <code>/v1/identify</code>, <code>/v1/group</code>, <code>/v1/page</code>, <code>/v1/screen</code>, <code>/v1/alias</code>, with the key as write key.</p>
<h2>Workings</h2>
<table>${row('/health', 'lines recorded, and lines visible in answers')}${row('/api/workspaces', 'the workspaces that the key opens')}${row('/api/events', 'server-sent events when evidence arrives')}${row('POST /api/rebuild', 'derives all answers anew from the record')}
${row('/livez', 'alive?')}${row('/readyz', 'ready?')}${row('/metrics', 'figures for Prometheus')}</table>
<h2>Refusals</h2>
<p>A refusal is a JSON object as of RFC 9457; its <code>detail</code> says what to do next, its <code>code</code> is one of these.</p>
<table>${refusals()}</table>
</body></html>
`
}

function section(title: string, operations: readonly Operation<Workspace>[]): string {
  return operations.length === 0 ? '' : `<h2>${title}</h2>${operations.map(ofOperation).join('')}`
}

function ofOperation(operation: Operation<Workspace>): string {
  const parameters = Object.entries(operation.input.properties).map(([name, schema]) => row(name, expectation(schema)))
  const method = operation.power === 'read' ? 'GET' : 'POST'
  return `<h3 id="${escape(operation.name)}"><code>${method} /api/${escape(operation.name)}</code></h3><p>${escape(operation.summary)}</p>${parameters.length > 0 ? `<table>${parameters.join('')}</table>` : ''}`
}

function refusals(): string {
  const codes = (Object.keys(REFUSALS) as RefusalCode[]).filter((code) => REFUSALS[code] === 'request')
  return codes.map((code) => `<tr id="${code}"><td><code>${code}</code></td><td class="dim">${statusOf(code)}</td></tr>`).join('')
}

function row(name: string, text: string): string {
  return `<tr><td><code>${escape(name)}</code></td><td class="dim">${escape(text)}</td></tr>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
