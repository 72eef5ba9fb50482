/** Words of what is pulled from databases and addresses. */
export const pullsTexts = {
  title: 'Pulled from databases and addresses', hint: 'Rows come by themselves, as often as you say. What they become is shown once before anything is written.', add: 'Add a pull',
  nothing: 'Nothing is pulled yet. If your subscriptions, users or events lie in a database or at an address, add a pull: write the query, look at its first rows, and say how often.',
  kinds: { postgres: 'PostgreSQL', duckdb: 'DuckDB file', folder: 'Folder of files', url: 'Address of a file' },
  statuses: { running: 'Runs now', waiting: 'Waits for your yes', taken: 'Taken', unchanged: 'Nothing new', failed: 'Did not work', dropped: 'Not taken' },
  rows: (rows: string, written: string, one: boolean) => `${rows} ${one ? 'row' : 'rows'}, ${written} new`, refused: (n: string) => `${n} refused`, neverRan: 'It has not run yet', paused: 'Rests', byHand: 'By hand only', next: (when: string) => `Next ${when}`, again: (when: string) => `Tried again ${when}`,
  waitsForYes: 'Runs again after your yes', look: 'Look at it', shown: 'See the import', runs: 'Earlier runs', since: (value: string) => `Taken up to ${value}`,
  every: (minutes: number) => (minutes % 10_080 === 0 ? (minutes === 10_080 ? 'every week' : `every ${minutes / 10_080} weeks`) : minutes % 1_440 === 0 ? (minutes === 1_440 ? 'every day' : `every ${minutes / 1_440} days`) : minutes % 60 === 0 ? (minutes === 60 ? 'every hour' : `every ${minutes / 60} hours`) : `every ${minutes} minutes`),
  run: 'Run now', pause: 'Let it rest', resume: 'Go on', change: 'Change', remove: 'Remove', removeSure: 'Remove it', removeSays: 'What it brought stays; its imports can be undone.', keep: 'Keep it', actions: (name: string) => `What to do with ${name}`,
  newTitle: 'Add a pull', changeTitle: 'Change this pull', name: 'Name', namePlaceholder: 'Subscriptions', kind: 'From', save: 'Save', saveFirst: 'Save and look at the rows', try: 'Show first rows', trying: 'Reading …', cancel: 'Cancel',
  connections: { postgres: 'Connection', duckdb: 'Path of the file', folder: 'Path of the folder', url: 'Address' },
  connectionPlaceholders: { postgres: 'postgres://reader:password@db.example:5432/shop', duckdb: '/srv/warehouse/shop.duckdb', folder: '/srv/exports', url: 'https://example.com/exports/users.csv' },
  connectionHints: {
    postgres: 'Best with a user that may only read. It is kept on the server and never shown again.', duckdb: 'On the machine of the server. It is only read.', folder: 'On the machine of the server. New and changed files are read: CSV, TSV, JSON, JSON lines, Parquet, zip.',
    url: 'A CSV, TSV, JSON, JSON lines, Parquet or zip file. It is only read again when it changed.',
  },
  connectionKept: (place: string) => `${place}; leave this empty to keep it`, authorization: 'Authorization', authorizationPlaceholder: 'Bearer …', authorizationHint: 'Only if the address asks for it. Kept on the server and never shown again.',
  query: 'Query', queryPlaceholder: 'select id, customer_id, plan, amount, currency, updated_at\nfrom subscriptions\nwhere updated_at > :since\norder by updated_at', folderQuery: 'Query over the files', folderQueryPlaceholder: "select * from read_parquet(:folder || 'events/*.parquet')", folderQueryHint: 'Only to join or narrow files; without it they are read as they are.',
  queryHint: 'One select. With a condition on :since only what is new is read.', cursor: 'Column that tells what is new', cursorPlaceholder: 'updated_at', start: 'The first run starts after', startPlaceholder: '1970-01-01', schedule: 'How often', fromStart: 'Read everything again from the start; what is known is not counted twice',
  schedules: [[15, 'every 15 minutes'], [60, 'every hour'], [360, 'every 6 hours'], [1_440, 'every day'], [10_080, 'every week'], [0, 'by hand only']] as readonly (readonly [number, string])[],
  firstRows: 'First rows', null: 'null',
} as const
