const DAY_MS = 86_400_000
const FIRMS = ['Juniper Clinics', 'Kastanie Partners GmbH', 'Lumina Insurance', 'Fjellheim Energi AS', 'Brunnthal Engineering GmbH', 'Hollis & Crane LLP', 'Palmera Hotels SL', 'Northgate Schools', 'Vireo Labs Inc', 'Santi Gelato Srl', 'Ostrava Rail a.s.', 'Meridian Freight Ltd']
const FIRST = ['Ann', 'Bruno', 'Chiara', 'Dario', 'Elin', 'Farid', 'Greta', 'Hanna', 'Ivo', 'Jana', 'Kofi', 'Lena']
const LAST = ['Abel', 'Berger', 'Costa', 'Dahl', 'Eriksen', 'Farkas', 'Grant', 'Hoxha', 'Ito', 'Jansen', 'Keller', 'Lund', 'Moreau']
const MONTHS = 14

function domainOf(firm: string): string {
  return `${firm.toLowerCase().normalize('NFD').replace(/[^a-z ]/g, '').split(' ').slice(0, 2).join('-')}.example`
}

function dayAgo(today: Date, days: number): string {
  return new Date(today.getTime() - days * DAY_MS).toISOString().slice(0, 10)
}

/** An invoice export with semicolons and decimal commas, and a user list; a few rows of each are as bad as real ones. */
export function inventedExports(today: Date): { readonly invoices: string; readonly users: string } {
  const invoices = ['Invoice no.;Customer;Billing e-mail;Invoice date;Period start;Period end;Seats;Net amount;Currency;Status;Remark']
  let number = 4100
  for (let month = MONTHS; month >= 0; month--) {
    FIRMS.forEach((firm, place) => {
      const seats = 5 + ((place * 7) % 40)
      const [start, end] = [0, 1].map((more) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - month + more, 1 + ((place * 5) % 28))).toISOString().slice(0, 10)) as [string, string]
      if (start >= dayAgo(today, 0)) return
      const german = (day: string) => day.split('-').reverse().join('.')
      const amount = `${(seats * 29 + place).toLocaleString('de-DE')},${place % 2 === 0 ? '00' : '50'}`
      invoices.push([`N-${++number}`, firm, `billing@${domainOf(firm)}`, german(start), german(start), german(end), seats, amount, 'EUR', month === 1 && place === 3 ? 'draft' : 'paid', place === 5 ? 'by cheque' : ''].join(';'))
    })
  }
  invoices.splice(4, 0, 'N-4099;Juniper Clinics;billing@juniper-clinics.example;31.02.2026;;;10;290,00;EUR;paid;')
  const users = ['email,full name,company,last seen,sign-up,team']
  FIRMS.forEach((firm, place) => {
    for (let user = 0; user < 6 + place; user++) {
      const [first = '', last = ''] = [FIRST[(user * 5 + place) % FIRST.length], LAST[(user * 3 + place * 2) % LAST.length]]
      users.push([`${first}.${last}${user > 11 ? user : ''}@${domainOf(firm)}`.toLowerCase(), `${first} ${last}`, firm, `${dayAgo(today, (user * 11 + place) % 75)}T08:15:00Z`, dayAgo(today, 300 + user), ['sales', 'care', 'operations'][user % 3]].join(','))
    }
  })
  users.splice(5, 0, 'reception,Front desk,Lumina Insurance,,,care')
  return { invoices: `${invoices.join('\r\n')}\r\n`, users: `${users.join('\n')}\n` }
}
