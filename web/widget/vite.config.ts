import { defineConfig } from 'vite'

/** One file without imports, for pages of others. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    target: 'es2021',
    cssTarget: ['chrome120', 'firefox120', 'safari17'],
    outDir: '../../dist/widget',
    emptyOutDir: true,
    modulePreload: false,
    lib: { entry: 'widget.ts', formats: ['iife'], name: 'hatrackWidget', fileName: () => 'widget.js' },
  },
})
