import { Link } from '@tanstack/react-router'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { ImportList } from './import-list.tsx'
import { useImports } from './use-imports.ts'

/** Every import that was begun, and how it stands. */
export function ImportsPage() {
  const { isDemo } = useView()
  const query = useImports()
  return (
    <>
      <PageHead title={texts.imports.title} hint={texts.imports.hint}>
        {isDemo ? null : <Link to="/import" search={(before) => keptOf(before as Address)} className={table.button}>{texts.sources.bring}</Link>}
      </PageHead>
      <Card>
        <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={28} />}>
          {(imports) => (imports.length === 0 ? <Empty>{texts.imports.none}</Empty> : <ImportList imports={imports} />)}
        </Answered>
      </Card>
    </>
  )
}
