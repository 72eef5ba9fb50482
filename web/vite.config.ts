import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { theme } from './src/theme/theme.ts'

const VARIABLES = 'virtual:theme-variables.css'
/** Start the server with a key for work on the page: it trusts requests without one only from its own page, and this proxy is another origin. */
const SERVER = { target: 'http://127.0.0.1:4600', changeOrigin: false, headers: process.env.HATRACK_KEY ? { authorization: `Bearer ${process.env.HATRACK_KEY}` } : {} }

/** Writes Mantine's variables for our theme into the style sheet, so that the page needs no style tag at run time. */
function themeVariables(): Plugin {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  return {
    name: 'theme-variables',
    resolveId: (id) => (id === VARIABLES ? `\0${VARIABLES}` : null),
    load: (id) => (id === `\0${VARIABLES}` ? convertCssVariables(defaultCssVariablesResolver(merged), ':root') : null),
  }
}

/** The browser asks for the font with the page, not after the style sheet: so the text does not shift when it comes. */
function fontWithPage(): Plugin {
  return {
    name: 'font-with-page',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle).filter((file) => /inter-latin-wght-normal.*\.woff2$/.test(file)).map((file) => ({ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true }, injectTo: 'head-prepend' as const })),
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeVariables(), fontWithPage()],
  build: { outDir: '../dist/web', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { port: 4601, proxy: { '/api': SERVER, '/v1': SERVER } },
})
