import { useStudy } from '../api/use-study.ts'
import { share } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { texts } from '../texts.ts'
import { PAYER_KINDS } from '../theme/kinds.ts'
import { Actions } from './actions.tsx'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'

/** Which rule decided what kind of business the product is? */
export function WhyWorld() {
  const query = useStudy('world')
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 60]} height={18} />}>
      {(answer) => (
        <>
          <Part title={texts.world.names[answer.world] ?? answer.world}><p>{texts.world.says[answer.world]}</p></Part>
          <Part title={texts.world.because}><Rule>{answer.because}</Rule></Part>
          <Part title={texts.world.shares}><Figures rows={PAYER_KINDS.filter((kind) => kind !== 'unknown').map((kind): [string, string] => [texts.kinds[kind].name, share(answer.shares[kind])])} /></Part>
          {answer.warnings.length === 0 ? null : <Part title={texts.world.warning}>{answer.warnings.map((warning) => <p key={warning}>{warning}</p>)}</Part>}
          <Actions />
        </>
      )}
    </Answered>
  )
}
