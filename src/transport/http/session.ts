/** `__Host-`: browsers take it over https only, for this very host and all its paths. On plain http they would refuse it. */
const SECURE_NAME = '__Host-hatrack'
const PLAIN_NAME = 'hatrack'
const SESSION = /^[A-Za-z0-9_-]{43}$/
const SESSION_S = 14 * 86_400

/** What the cookie of a session holds; null without one. */
export function sessionIn(cookies: string | undefined): string | null {
  if (cookies === undefined) return null
  const found = new Map(
    cookies.split(';').map((one) => {
      const gap = one.indexOf('=')
      return [one.slice(0, gap).trim(), one.slice(gap + 1).trim()]
    }),
  )
  const session = found.get(SECURE_NAME) ?? found.get(PLAIN_NAME)
  return session !== undefined && SESSION.test(session) ? session : null
}

/** Scripts never see it, and pages of others never send it with what changes something. */
export function sessionCookie(session: string, isSecure: boolean): string {
  return `${isSecure ? SECURE_NAME : PLAIN_NAME}=${session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_S}${isSecure ? '; Secure' : ''}`
}

export function endedCookies(): string[] {
  return [`${PLAIN_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`, `${SECURE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure`]
}
