import { acceptedOf } from '../../api/parameters.ts'
import { useStudy } from '../../api/use-study.ts'
import { share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { downloadCsv } from '../../why/csv.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import classes from './world-part.module.css'

const words = texts.explore.world
const ORDER = ['no-customer', 'project', 'sponsored', 'channel', 'freemium', 'enterprise', 'direct', 'mixed'] as const

/** Which rule decided what kind of business this product is, and on which shares? */
export function WhyWorldOf({ product }: { readonly product: string }) {
  const { go, address } = useView()
  const query = useStudy('world', { product, ...acceptedOf('world', { where: address.where }) })
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 60]} height={18} />}>
      {(answer) => (
        <>
          <Part title={texts.world.names[answer.world] ?? answer.world}><p>{texts.world.says[answer.world]}</p></Part>
          <Part title={texts.world.because}><Rule>{answer.because}</Rule></Part>
          <Part title={words.rules}>
            <ol className={classes.rules}>
              {ORDER.map((world) => <li key={world} className={classes.rule} data-holds={world === answer.world || undefined}><span><b>{texts.world.names[world]}</b>{world === answer.world ? ` (${words.holds})` : ''}: {words.ruleOf[world]}</span></li>)}
            </ol>
          </Part>
          <Part title={texts.world.shares}>
            <Figures rows={PAYER_KINDS.filter((kind) => kind !== 'unknown').map((kind) => [texts.kinds[kind].name, <span key={kind}><KindMark kind={kind} /> <button type="button" className={classes.product} onClick={() => go({ product, why: `kind:${kind}` })}>{share(answer.shares[kind])}</button></span>] as const)} />
          </Part>
          {answer.warnings.length === 0 ? null : <Part title={words.warning}>{answer.warnings.map((warning) => <p key={warning}>{warning === 'no customer, no business' ? texts.world.noCustomer : warning}</p>)}</Part>}
          <Part title={texts.why.change}><p>{words.change}</p></Part>
          <Actions onCsv={() => downloadCsv(`world-${product}`, ['kind', 'share of users'], PAYER_KINDS.map((kind) => [kind, answer.shares[kind]]))} />
        </>
      )}
    </Answered>
  )
}
