import type { Plugin } from 'vite'
import { answer } from './answers.ts'

export function fixtures(): Plugin {
  return {
    name: 'fixtures',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost')
        if (!['/api/parties', '/api/party', '/api/sources', '/api/products'].includes(url.pathname)) return next()
        response.setHeader('content-type', 'application/json')
        setTimeout(() => response.end(JSON.stringify(answer(url.pathname.slice(5), url.searchParams))), 60)
      })
    },
  }
}
