import { Dialog } from '../parts/dialog.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'

/** Says by hand what is so: shows what that would change first. */
export function CorrectDialog({ about }: { readonly about: string }) {
  const { go } = useView()
  return <Dialog label={texts.correct.title} onClose={() => go({ correct: undefined })}><p>{about}</p></Dialog>
}
