import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const given = process.env.HATRACK_TEST_DATA
const folder = given === undefined || given === '' ? resolve(import.meta.dirname, '../../../shared/data/import_fixtures') : join(given, 'import_fixtures')

/** The folder with exports and payloads in the shapes of real tools; null where it is absent: it is no part of the project. */
export const fixtures: string | null = existsSync(join(folder, 'expected.json')) ? folder : null

if (fixtures === null) console.warn(`Formats of other tools are not tested: there is no data in ${folder}; set HATRACK_TEST_DATA to the folder that holds 'import_fixtures'`)
