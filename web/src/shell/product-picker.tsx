import { Choices } from '../parts/choices.tsx'
import { Picker } from '../parts/picker.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { useProducts } from './use-products.ts'

const ALL = ''

export function ProductPicker() {
  const { address, go } = useView()
  const products = useProducts()
  const chosen = address.product ?? ALL
  const name = products.find((one) => one.product === chosen)?.name ?? (chosen === ALL ? texts.pickers.allProducts : chosen)
  const choices = [{ value: ALL, name: texts.pickers.allProducts }, ...products.map((one) => ({ value: one.product, name: one.name ?? one.product }))]
  return (
    <Picker label={texts.pickers.product} value={name} width={240}>
      {(close) => (
        <Choices label={texts.pickers.product} choices={choices} chosen={chosen} onChoose={(value) => { go({ product: value === ALL ? undefined : value, why: undefined, who: undefined }); close() }} />
      )}
    </Picker>
  )
}
