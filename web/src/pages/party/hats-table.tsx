import type { Hat } from '../../api/shapes.ts'
import { dayText } from '../../format/days.ts'
import table from '../../parts/table.module.css'
import { useProductName } from '../../shell/use-products.ts'
import { texts } from '../../texts.ts'
import { hatText } from './lanes.ts'

const words = texts.party

export function HatsTable({ hats }: { readonly hats: readonly Hat[] }) {
  const productName = useProductName()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it
    <section className={table.scroll} tabIndex={0} aria-label={words.roles}>
      <table className={table.table}>
        <thead><tr><th scope="col">{words.hat}</th><th scope="col">{words.withWhom}</th><th scope="col">{words.from}</th><th scope="col">{words.to}</th><th scope="col">{words.lines}</th></tr></thead>
        <tbody>
          {hats.map((hat) => {
            const { what, whom } = hatText(hat, productName)
            return (
              <tr key={`${what} ${whom} ${hat.from} ${hat.to}`}>
                <td>{what}</td><td>{whom}</td><td>{hat.from === null ? words.always : dayText(hat.from)}</td><td>{hat.to === null ? words.open : dayText(hat.to)}</td>
                <td className={table.wide}>{[...hat.evidence, ...(hat.inferred ? [words.inferred] : []), ...(hat.byHand ? [words.byHand] : [])].join(', ') || words.ofUse}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
