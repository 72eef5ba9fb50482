/** A calendar file after RFC 5545: lines end with CRLF, are folded after 75 octets, and what would be taken for structure is escaped. */

export interface CalendarDay {
  /** Names the event for good, so that a later file moves it instead of adding another. */
  readonly uid: string
  /** YYYY-MM-DD; the event takes the whole day. */
  readonly day: string
  readonly summary: string
  readonly description: string
  readonly url: string
}

const LINE_OCTETS = 75

export function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replace(/\r\n|\r|\n/g, '\\n')
}

/** Folds a line after 75 octets, never within a character; what follows begins with a blank. */
export function folded(line: string): string {
  const encoder = new TextEncoder()
  const lines: string[] = []
  let now = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > LINE_OCTETS) {
      lines.push(now)
      now = ' '
      octets = 1
    }
    now += character
    octets += size
  }
  lines.push(now)
  return lines.join('\r\n')
}

function dateOf(day: string): string {
  return day.replaceAll('-', '')
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** All days as one calendar, each with a reminder so many days before; `now` is when it was made. */
export function calendarText(name: string, days: readonly CalendarDay[], now: Date, daysBefore: number): string {
  const stamp = `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Hatrack//Renewals//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', `X-WR-CALNAME:${escaped(name)}`,
    ...days.flatMap(({ uid, day, summary, description, url }) => [
      'BEGIN:VEVENT', `UID:${escaped(uid)}`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${dateOf(day)}`, `DTEND;VALUE=DATE:${dateOf(dayAfter(day))}`, `SUMMARY:${escaped(summary)}`, `DESCRIPTION:${escaped(description)}`, `URL:${url}`, 'TRANSP:TRANSPARENT',
      'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(summary)}`, `TRIGGER:-P${daysBefore}D`, 'END:VALARM', 'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}
