/** A maker, some wholesalers, and very many resellers, each with one end user: as evidence lines. */
export function manyResellers({ resellers, wholesalers, day }: { readonly resellers: number; readonly wholesalers: number; readonly day: string }): string[] {
  const sale = (key: string, seller: string, buyer: string, more: object) => ({ type: 'agreement', key, product: 'drill', seller, buyer, currency: 'EUR', from: '2024-01-01', ...more })
  const lines: object[] = [{ type: 'product', key: 'drill', name: 'Drill' }]
  for (let n = 0; n < wholesalers; n += 1) {
    lines.push({ type: 'party', key: `pw${n}`, kind: 'organization', ids: [`account:w${n}`], name: `Wholesale ${n}`, category: 'wholesaler' })
    lines.push(sale(`w${n}`, 'self', `account:w${n}`, { amount: '90000.00', interval: 'month' }))
  }
  for (let n = 0; n < resellers; n += 1) {
    lines.push({ type: 'party', key: `pr${n}`, kind: 'organization', ids: [`account:r${n}`], name: `Shop ${n}`, category: 'retailer' })
    lines.push(sale(`r${n}`, `account:w${n % wholesalers}`, `account:r${n}`, { amount: `${100 + (n % 50)}.00`, interval: 'month' }))
    lines.push(sale(`e${n}`, `account:r${n}`, `user:u${n}`, { amount: '80.00', interval: 'once' }))
    if (n % 4 !== 3) lines.push({ type: 'usage', key: `u${n}`, party: `user:u${n}`, product: 'drill', event: 'drilled', at: `${day}T10:00:00Z` })
  }
  return lines.map((line) => JSON.stringify(line))
}
