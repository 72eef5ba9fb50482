import type { Plugin } from 'vite'
import { answer } from './answers.ts'

export function fixtures(): Plugin {
  return {
    name: 'fixtures',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost')
        if (url.pathname === '/api/events') {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          response.write('event: position\ndata: {"recorded":5,"applied":5}\n\n')
          return
        }
        if (!url.pathname.startsWith('/api/') && !url.pathname.startsWith('/v1/')) return next()
        response.setHeader('content-type', 'application/json')
        setTimeout(() => response.end(JSON.stringify(answer(url.pathname.slice(5), url.searchParams))), 60)
      })
    },
  }
}
