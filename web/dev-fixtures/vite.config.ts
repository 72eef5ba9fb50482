import { mergeConfig } from 'vite'
import base from '../vite.config.ts'
import { fixtures } from './plugin.ts'
export default mergeConfig({ ...base, server: {} }, { plugins: [fixtures()], server: { port: 4611 } })
