import { once } from 'node:events'
import { demoCompany } from './company.ts'

// npx tsx demo/write.ts [until] > demo.jsonl
const until = process.argv[2] ?? new Date().toISOString().slice(0, 10)
let chunk = ''
for (const line of demoCompany({ until }).lines) {
  chunk += `${JSON.stringify(line)}\n`
  if (chunk.length < 1 << 16) continue
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
  chunk = ''
}
process.stdout.write(chunk)
