import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, FormDialog } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Product = Studies['own-facts']['products'][number]
const says = words.products

const COLUMNS: readonly Column<Product>[] = [
  { name: says.name, shown: ({ name, product }) => name ?? product, cell: ({ name }) => name },
  { name: says.key, shown: ({ product }) => <code className={classes.code}>{product}</code>, cell: ({ product }) => product },
  { name: says.fundedBy, shown: ({ fundedBy }) => fundedBy ?? '–', cell: ({ fundedBy }) => fundedBy },
  { name: says.source, shown: ({ source }) => <span className={classes.quiet}>{source ?? says.unsaid}</span>, cell: ({ source }) => source },
]

/** What we sell: names, and which product funds which. */
export function ProductsPart() {
  const query = useStudy('own-facts')
  const [edited, setEdited] = useState<Product | 'new' | null>(null)
  return (
    <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="products" rows={query.data?.products ?? []} columns={COLUMNS} /><button type="button" className={classes.button} onClick={() => setEdited('new')}>{says.new}</button></div>}>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={28} />}>
        {({ products }) => (
          <>
            {products.length === 0 ? <Empty>{says.none}</Empty> : <Rows rows={products} columns={COLUMNS} keyOf={({ product }) => product} actions={(product) => <button type="button" className={classes.small} aria-label={says.edit(product.product)} onClick={() => setEdited(product)}>{words.change}</button>} />}
            {edited === null ? null : <ProductForm product={edited === 'new' ? null : edited} others={products} onClose={() => setEdited(null)} />}
          </>
        )}
      </Answered>
    </Card>
  )
}

function ProductForm({ product, others, onClose }: { readonly product: Product | null; readonly others: readonly Product[]; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [key, setKey] = useState(product?.product ?? '')
  const [name, setName] = useState(product?.name ?? '')
  const [fundedBy, setFundedBy] = useState(product?.fundedBy ?? '')
  const save = async () => (await act('product-save', { product: key, name, fundedBy })) !== null && onClose()
  return (
    <FormDialog title={product === null ? says.new : says.edit(product.product)} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      {product === null ? <Field label={says.key} hint={says.keyHint}>{(id, hint) => <input id={id} aria-describedby={hint} required value={key} spellCheck={false} onChange={(event) => setKey(event.target.value)} />}</Field> : null}
      <Field label={says.name}>{(id) => <input id={id} value={name} placeholder={says.namePlaceholder} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.fundedBy} hint={says.fundedHint}>
        {(id, hint) => (
          <select id={id} aria-describedby={hint} value={fundedBy} onChange={(event) => setFundedBy(event.target.value)}>
            <option value="">{says.nobody}</option>
            {others.filter((one) => one.product !== key).map((one) => <option key={one.product} value={one.product}>{one.name ?? one.product}</option>)}
          </select>
        )}
      </Field>
    </FormDialog>
  )
}
