import { mergeConfig } from 'vite'
import base from '../vite.config.ts'
import { fixtures } from './plugin.ts'
export default mergeConfig({ ...base, server: {} }, { plugins: [fixtures()], server: { port: 4611, proxy: { '/api': { target: 'http://127.0.0.1:4700', changeOrigin: false }, '/v1': { target: 'http://127.0.0.1:4700', changeOrigin: false } } } })
