import type { Kind } from './plan.ts'

/** What words of a column mean, in several languages; the first pattern that fits holds. Words are compared in lower case, `_` and `-` as blanks, accents as written. */
type Meanings = readonly (readonly [pattern: RegExp, meaning: string])[]

const FUNCTIONS: Meanings = [
  [/champion|fürsprecher|promoteur/, 'champion'],
  [/\b(economic buyer|decision maker|executive sponsor|entscheider\w*|d[eé]cideur\w*)\b/, 'decider'],
  [/\b(billing|finance|financial|accounting|accountant|accounts payable|payable|buchhaltung|rechnung\w*|finanz\w*|comptab\w*|facturation|facturaci[oó]n|contab\w*|finanzas|bookkeep\w*|controller|purchas\w*|procurement|buyer|einkauf\w*|achats?|acheteu\w*|compras|comprador\w*|invoice recipient)\b/, 'billing'],
  [/\b(admin|administrator|administrateur|administratrice|administrador|it manager|system\w* admin\w*)\b|^admin/, 'admin'],
  [/\b(owner|co owner|inhaber\w*|eigentümer\w*|propri[eé]taire|propietari[oa]|dueñ[oa]|founder|co founder|cofounder|gründer\w*|fondat\w*|fundador\w*|ceo|cto|cfo|coo|cio|cpo|cmo|chief|c level|president|vice president|vp|pr[eé]sident\w*|president[ae]|geschäftsführ\w*|vorstand\w*|managing director|general manager|director|direktor\w*|direct(eur|rice|ora?)|g[eé]rant\w*|gerente general|head of|leiter|leiterin|bereichsleit\w*|partner|gesellschafter\w*)\b/, 'decider'],
]

const INTERVALS: Meanings = [
  [/^(d|day|days|daily|täglich|tag|tage|jour|journalier|quotidien|d[ií]a|diario|p1d|per day)$/, 'day'],
  [/^(w|week|weeks|weekly|wöchentlich|woche|semaine|hebdomadaire|semana|semanal|p1w|p7d|per week)$/, 'week'],
  [/^(m|mo|month|months|monthly|1 months?|monatlich|monat|monate|mois|mensuel|mensuelle|mes|mensual|p1m|per month|every month|mtl\.?)$/, 'month'],
  [/^(q|quarter|quarters|quarterly|3 months?|vierteljährlich|quartal|quartalsweise|trimestre|trimestriel|trimestrielle|trimestral|p3m|every 3 months)$/, 'quarter'],
  [/^(y|yr|a|year|years|yearly|annual|annually|12 months?|jährlich|jahr|jahre|an|ann[eé]e|annuel|annuelle|año|anual|p1y|p12m|per year|per annum|p\.? ?a\.?|every year)$/, 'year'],
  [/^(once|one ?off|one ?time|onetime|single|lifetime|einmal|einmalig|unique|une fois|[uú]nico|una vez)$/, 'once'],
]

const SUBSCRIPTION_STATUS: Meanings = [
  [/trial|test(phase|zeitraum)|essai|prueba/, 'trial'],
  [/incomplete|pending|draft|not started|never|future|scheduled|entwurf|ausstehend|geplant|brouillon|en attente|borrador|pendiente|unpaid signup|abandoned/, 'never-began'],
  [/cancel|ended|expired|terminated|churn|inactive|closed|stopped|deactivated|lapsed|gekündigt|beendet|abgelaufen|inaktiv|storniert|r[eé]sili|termin|expir|annul|inactif|cancelad|caducad|finalizad|inactiv|^deleted$/, 'ended'],
  [/.*/, 'in-force'],
]

/** What was given back wholly. Of what was given back in part nobody knows how much; it counts as paid. */
const GIVEN_BACK: Meanings = [
  [/(partial|teilweise|partiel|parcial).*(refund|erstattet|rembours|reembols)/, 'paid'],
  [/^(fully |vollständig )?(refunded|(zurück)?erstattet|rembours[eé]e?|reembolsad[oa])$/, 'refunded'],
]

const INVOICE_STATUS: Meanings = [
  ...GIVEN_BACK,
  [/draft|entwurf|brouillon|borrador|proforma|pro forma|quote|angebot|devis/, 'draft'],
  [/credit|gutschrift|avoir|abono|nota de cr[eé]dito|refund|erstattung|rembours|reembols/, 'credit'],
  [/void|cancel|deleted|storn|annul|anulad|cancelad|uncollectible|written off|write off|failed/, 'void'],
  [/unpaid|not paid|open|due|outstanding|pending|sent|overdue|unbezahlt|offen|überfällig|fällig|versendet|impay|non pay|en attente|en retard|pendiente|vencid|impagad|partially|teilweise|partiel|parcial|posted|finalized|authorized|approved|awaiting/, 'open'],
  [/paid|settled|closed|complete|succe|bezahlt|beglichen|pay[eé]|r[eé]gl[eé]|pagad|cobrad|true|yes|^ja$|^oui$|^s[ií]$|^1$/, 'paid'],
  [/^(false|no|nein|non|0)$/, 'open'],
]

const PAYMENT_STATUS: Meanings = [
  ...GIVEN_BACK,
  [/fail|declin|reject|cancel|void|bounced|dispute|chargeback|expired|blocked|fehlgeschlagen|abgelehnt|storn|[eé]chou|refus[eé]|annul|fallid|rechazad|cancelad|denied|error/, 'failed'],
  [/pending|processing|requires|incomplete|authorized|uncaptured|open|created|ausstehend|offen|en attente|en cours|pendiente|scheduled|unpaid/, 'pending'],
  [/.*/, 'paid'],
]

const PAYMENT_KINDS: Meanings = [
  [/refund|erstattung|rückerstattung|rembours|reembols|chargeback|reversal|payout failure/, 'refund'],
  [/credit(?! ?card)|gutschrift|avoir|abono/, 'credit'],
  [/.*/, 'charge'],
]

const STAGES: Meanings = [
  [/\b(lost|closed lost|verloren|perdu\w*|perdid[oa]\w*|abandon\w*|disqualified|unqualified|rejected|abgelehnt|dropped|dead|cancel\w*)\b/, 'lost'],
  [/\b(not won)\b/, 'lost'],
  [/\b(won|closed ?won|gewonnen|gagn[eé]\w*|ganad[oa]\w*|signed|unterschrieben)\b|^closedwon$|^closed and won$/, 'won'],
  [/^closedlost$/, 'lost'],
  [/.*/, 'open'],
]

const SCORE_KINDS: Meanings = [[/nps|promoter|recommend|weiterempf|recommand|recomend/, 'nps'], [/ces|effort|aufwand|esfuerzo/, 'ces'], [/csat|satisf|zufrieden|rating|bewertung|stars|score/, 'csat']]
const REQUEST_KINDS: Meanings = [
  [/complaint|bug|issue|problem|incident|churn|negative|beschwerde|reklamation|fehler|plainte|r[eé]clamation|queja|reclam|detractor|defect/, 'complaint'],
  [/praise|positive|compliment|thanks|kudos|lob|éloge|elogio|merci|gracias|promoter/, 'praise'],
  [/.*/, 'request'],
]
const PERMISSIONS: Meanings = [[/^(true|yes|y|1|ja|oui|s[ií]|opt(ed)? ?in|subscribed|granted|x|abonniert)$/, 'yes'], [/^(false|no|n|0|nein|non|opt(ed)? ?out|unsubscribed|denied|abgemeldet)$/, 'no'], [/.*/, 'unknown']]
const PARTIES: Meanings = [
  [/organi[sz]ation|company|business|firm|corporate|account|unternehmen|entreprise|soci[eé]t[eé]|empresa|legal entity|juristisch|b2b|vendor/, 'organization'],
  [/machine|bot|service account|api key|apikey|system|integration|agent/, 'machine'],
  [/person|individual|people|human|user|contact|private|privat\w*|particulier|particular|natürlich|b2c|consumer|customer/, 'person'],
]

const OF_FIELD: Readonly<Record<string, Meanings>> = {
  function: FUNCTIONS, interval: INTERVALS, stage: STAGES, permission: PERMISSIONS, is: PARTIES,
  'subscriptions status': SUBSCRIPTION_STATUS, 'invoices status': INVOICE_STATUS, 'payments status': PAYMENT_STATUS, 'payments kind': PAYMENT_KINDS,
  'scores kind': SCORE_KINDS, 'requests kind': REQUEST_KINDS,
}

/** What a word of a field means by itself; null if nobody knows. */
export function meaningOf(kind: Kind, field: string, word: string): string | null {
  const meanings = OF_FIELD[`${kind} ${field}`] ?? OF_FIELD[field]
  const plain = word.toLowerCase().replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim()
  const found = meanings?.find(([pattern]) => pattern.test(plain))?.[1] ?? null
  return found ?? (field === 'function' ? 'member' : field === 'interval' ? intervalOfName(word) : null)
}

/** Words for intervals within the name of a plan: `Pro Monthly`, `Team (jährlich)`, `Basic / an`. */
const IN_NAMES: Meanings = [
  [/(?<!\p{L})(daily|per day|täglich|quotidien(ne)?|par jour|diari[oa]|al d[ií]a)(?!\p{L})|\/ ?(day|tag|jour|d[ií]a)(?!\p{L})/u, 'day'],
  [/(?<!\p{L})(weekly|per week|wöchentlich|pro woche|hebdomadaire|par semaine|semanal|por semana)(?!\p{L})|\/ ?(week|wk|woche|semaine|semana)(?!\p{L})/u, 'week'],
  [/(?<!\p{L})(monthly|month|mthly|mtl|monatlich|monats\p{L}*|monat|mensuel(le)?|par mois|mensual|por mes|al mes)(?!\p{L})|\/ ?(month|mo|mth|monat|mois|mes)(?!\p{L})/u, 'month'],
  [/(?<!\p{L})(quarterly|quarter|vierteljährlich|quartal\p{L}*|trimestriel(le)?|par trimestre|trimestral|por trimestre)(?!\p{L})|\/ ?(quarter|quartal|trimestre)(?!\p{L})/u, 'quarter'],
  [/(?<!\p{L})(yearly|year|annual|annually|jährlich|jahres\p{L}*|jahr|annuel(le)?|par an|anual|por año|al año)(?!\p{L})|\/ ?(year|yr|jahr|an|année|año)(?!\p{L})/u, 'year'],
]
const MONTHS_IN_NAME = /(?<!\d)(\d{1,2})[\s-]?(months?|mo|monate?|mois|meses|mes)(?!\p{L})/u
const OF_MONTHS: Readonly<Record<string, string>> = { 1: 'month', 3: 'quarter', 12: 'year' }

/** The interval that the name of a plan says; null if it says none, or two: nobody knows what `monthly, billed annually` costs when. */
export function intervalOfName(name: string): string | null {
  const plain = name.normalize('NFC').toLowerCase().replace(/[_-]+/g, ' ')
  const months = MONTHS_IN_NAME.exec(plain)
  if (months) return OF_MONTHS[Number(months[1])] ?? null
  const found = IN_NAMES.filter(([pattern]) => pattern.test(plain.replace(/vierteljährlich/g, 'quarterly')))
  return found.length === 1 ? (found[0]?.[1] ?? null) : null
}

/** The function for a purchase that a job title speaks of: an owner decides, purchasing settles the bill, others are members. */
export function functionOfTitle(title: string): string {
  // Who has two titles has the more telling function: `Owner/Marketing Assistant` owns the shop.
  const functions = title.split(/[/;]/).map(functionOfOneTitle)
  return functions.find((one) => one === 'decider') ?? functions.find((one) => one !== 'member') ?? 'member'
}

function functionOfOneTitle(title: string): string {
  const plain = title.toLowerCase().replace(/[_-]+/g, ' ')
  // Whoever sells or assists is no decider, whatever else the title says.
  if (/\b(assistant|assistenz|assistent\w*|intern|praktikant\w*|stagiaire|becari[oa]|representative|trainee|agent commercial|sales agent|sales associate)\b/.test(plain) && !/purchas|einkauf|achat|compras/.test(plain)) return 'member'
  if (/\b(sales|marketing|regional|product|order|account|export|vertriebs?|ventes?|ventas|office|area)\b.*\b(manager|agent|associate|administrator|director|leiter\w*)\b/.test(plain) && !/\b(head|chief|vp|vice president)\b/.test(plain)) return 'member'
  return meaningOf('contacts', 'function', title) ?? 'member'
}
