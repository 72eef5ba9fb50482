import type { Row } from '../adventureworks/csv.ts'
import { recordOf } from './data.ts'

const KEPT_APART = new Set(['DATA_SOURCE', 'RECORD_ID', 'RECORD_TYPE', 'AMOUNT', 'CATEGORY', 'DATE', 'STATUS'])
const COUNTRIES: Readonly<Record<string, string>> = { usa: 'us', us: 'us', can: 'ca', canada: 'ca', ca: 'ca', de: 'de', germany: 'de', 'hong kong': 'hk', china: 'cn', sg: 'sg', texas: 'tx' }

/** Numbers that a state gives to one person or firm; with the country or state that gave them, else they are no identifiers. */
const PAPERS: readonly (readonly [namespace: string, number: string, by: string | null])[] = [
  ['passport', 'PASSPORT_NUMBER', 'PASSPORT_COUNTRY'], ['licence', 'DRIVERS_LICENSE_NUMBER', 'DRIVERS_LICENSE_STATE'], ['ssn', 'SSN_NUMBER', null],
  ['national-id', 'NATIONAL_ID_NUMBER', 'NATIONAL_ID_COUNTRY'], ['tax', 'TAX_ID_NUMBER', 'TAX_ID_COUNTRY'], ['lei', 'LEI_NUMBER', null],
]
const SSN_DIGITS = 9

/** What of a record is an identifier: its own id, and whole numbers of papers. E-mail addresses are shared by families and offices here, so they are traits. */
function identifiersOf(row: Row): string[] {
  const ids = [`senzing:${recordOf(row)}`]
  for (const [namespace, column, by] of PAPERS) {
    const number = (row[column] ?? '').replace(/[^0-9A-Za-z]/g, '').toLowerCase()
    const given = by === null ? '' : (row[by] ?? '').trim().toLowerCase()
    if (number === '' || (by !== null && given === '') || (namespace === 'ssn' && number.length !== SSN_DIGITS)) continue
    ids.push(`${namespace}:${by === null ? '' : `${COUNTRIES[given] ?? given}-`}${number}`)
  }
  return ids
}

/** One party line a record; everything else that the record says are traits under the source's own names. */
export function partyLines(records: readonly Row[]): object[] {
  return records.map((row) => ({
    type: 'party', source: row.DATA_SOURCE?.toLowerCase(), key: recordOf(row), kind: row.RECORD_TYPE === 'ORGANIZATION' ? 'organization' : 'person', ids: identifiersOf(row),
    name: nameOf(row), traits: Object.fromEntries(Object.entries(row).filter(([column, value]) => value.trim() !== '' && !KEPT_APART.has(column))),
  }))
}

function nameOf(row: Row): string | undefined {
  const whole = row.PRIMARY_NAME_ORG || row.PRIMARY_NAME_FULL || row.NATIVE_NAME_FULL || [row.PRIMARY_NAME_FIRST, row.PRIMARY_NAME_MIDDLE, row.PRIMARY_NAME_LAST].filter((part) => (part ?? '') !== '').join(' ')
  return whole?.trim() === '' ? undefined : whole?.trim()
}

/** Who owns what, as far as the truth sets say it of records that are one entity: `Owns 60%` and `Global Parent`. Owners that are people are no parents. */
export function ownershipLines(records: readonly Row[]): object[] {
  const anchors = new Map(records.filter((row) => (row.REL_ANCHOR_KEY ?? '') !== '').map((row) => [row.REL_ANCHOR_KEY as string, row]))
  return records.flatMap((row) => {
    const parent = anchors.get(row.REL_POINTER_KEY ?? '')
    const isOwned = row.RECORD_TYPE === 'ORGANIZATION' && parent !== undefined && row.REL_POINTER_ROLE === 'Global Parent'
    return isOwned ? [{ type: 'ownership', source: 'reference', key: recordOf(row), organization: `senzing:${recordOf(row)}`, parent: `senzing:${recordOf(parent)}` }] : []
  })
}
