/** A text as it stands in HTML, between tags or in an attribute with quotes. */
export function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
