/** The reader's locale. Some systems name one that the browser itself does not understand (`en-US@posix`); then its own default holds. */
const { navigator } = globalThis as { readonly navigator?: { readonly language: string } }
export const locale: string | undefined = navigator !== undefined && understood(navigator.language) ? navigator.language : undefined

function understood(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
