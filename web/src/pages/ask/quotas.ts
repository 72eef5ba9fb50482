/** At most so many of a group, by its value. */
export type Quotas = ReadonlyMap<string, number>

/** As the address and the server write them: `trial:10,firm:20`, with signs of that form percent-encoded in values. */
export function quotasFrom(text: string | undefined): Quotas {
  return new Map((text ?? '').split(',').filter((part) => part.includes(':')).map((part) => {
    const colon = part.lastIndexOf(':')
    return [plain(part.slice(0, colon)), Number(part.slice(colon + 1))]
  }))
}

export function quotasText(quotas: Quotas): string | undefined {
  return quotas.size === 0 ? undefined : [...quotas].map(([value, most]) => `${coded(value)}:${most}`).join(',')
}

/** Names with commas between. */
export function namesFrom(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((one) => one !== '').map(plain)
}

export function namesText(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.map(coded).join(',')
}

function coded(value: string): string {
  return value.replace(/[%,:]/g, encodeURIComponent)
}

/** What somebody wrote into the address by hand may be coded wrongly: then it stands for itself. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
