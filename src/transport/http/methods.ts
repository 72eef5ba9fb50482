import type { FastifyInstance } from 'fastify'

/** Knows which methods each address takes, so that a wrong method is told from a wrong address. */
export interface Methods {
  /** For the header Allow; empty for an address that is not known. */
  readonly of: (path: string) => readonly string[]
}

interface Known {
  readonly pattern: RegExp
  readonly methods: Set<string>
}

/** Must be called before the routes are added. */
export function openMethods(app: FastifyInstance): Methods {
  const known = new Map<string, Known>()
  app.addHook('onRoute', ({ url, method }) => {
    // Files of the page, and preflights of everything below: they tell nothing about one address.
    if (url.includes('*')) return
    const one = known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() }
    for (const name of typeof method === 'string' ? [method] : method) one.methods.add(name)
    known.set(url, one)
  })
  return {
    of(path) {
      const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
      const found = [...known.values()].filter(({ pattern }) => pattern.test(plain)).flatMap(({ methods }) => [...methods])
      return [...new Set(found)].sort()
    },
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}$`)
}
