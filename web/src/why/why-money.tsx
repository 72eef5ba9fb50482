import { useStudy } from '../api/use-study.ts'
import { money } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { texts } from '../texts.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'

/** Does the money add up, source by source? */
export function WhyMoney({ currency }: { readonly currency: string }) {
  const query = useStudy('money')
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.why.moneyRule}</Rule></Part>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
        {(answer) => {
          const rows = answer.sources.filter((row) => currency === '' || row.currency === currency)
          return (
            <>
              {rows.map((row) => (
                <Part key={`${row.source} ${row.currency}`} title={`${texts.why.source}: ${row.source}`}>
                  <Figures rows={[[texts.home.explained, money(row.explained, row.currency)], [`+ ${texts.home.unknown}`, money(row.unknown, row.currency)], [`= ${texts.home.in}`, money(row.in, row.currency)]]} />
                </Part>
              ))}
              <Part title={texts.why.change}><p>{texts.why.changeMoney}</p></Part>
              <Actions onCsv={() => downloadCsv('money-by-source', ['source', 'currency', 'in', 'explained', 'unknown'], answer.sources.map((row) => [row.source, row.currency, row.in, row.explained, row.unknown]))} />
            </>
          )
        }}
      </Answered>
    </>
  )
}
