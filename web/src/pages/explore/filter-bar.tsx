import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { AddFilter } from './add-filter.tsx'
import { FilterChip } from './filter-chip.tsx'
import classes from './filter-bar.module.css'
import { type Clause, clausesFrom, replaced, whereOf } from './where.ts'

const words = texts.explore.filter

/** Who is looked at: a chip for each condition. All of them must hold; of the values of one any. */
export function FilterBar() {
  const { address, go } = useView()
  const clauses = clausesFrom(address.where)
  const set = (next: readonly Clause[]) => go({ where: whereOf(next), why: undefined, who: undefined, open: undefined })
  return (
    <section className={classes.bar} aria-label={words.label}>
      {clauses.map((clause, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a clause is its place: the same dimension may stand twice
        <FilterChip key={`${place} ${clause.dimension}`} clause={clause} onChange={(next) => set(replaced(clauses, place, next))} onRemove={() => set(clauses.filter((_, at) => at !== place))} />
      ))}
      <AddFilter isFirst={clauses.length === 0} onAdd={(clause) => set([...clauses, clause])} />
      {clauses.length === 0 ? null : <button type="button" className={classes.clear} onClick={() => set([])}>{words.clear}</button>}
    </section>
  )
}
