import { createHash } from 'node:crypto'
import type { AnswerWords } from '../../surveys/answer-words.ts'
import { endsOf, isScale } from '../../surveys/answer-words.ts'
import { type AskedQuestion, whoAsks } from '../../surveys/asked-questions.ts'
import { choicesOf, TEXT_SIGNS } from '../../surveys/given-answers.ts'
import { inHtml } from '../../surveys/html-text.ts'

const STYLE = `
:root { color-scheme: light dark; --page: #fafafb; --surface: #ffffff; --text: #1e1f26; --dimmed: #5c5f6b; --border: #85879180; --line: #858791; --accent: #4a5be0; --chosen: #eceefc; --bad: #b42318 }
@media (prefers-color-scheme: dark) { :root { --page: #0f1115; --surface: #15171c; --text: #e6e7ea; --dimmed: #a2a6b2; --border: #6b6f7b80; --line: #6b6f7b; --accent: #8f9bff; --chosen: #262b45; --bad: #fca5a5 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px 12px; background: var(--page); color: var(--text); font: 16px/1.5 'Inter Variable', Inter, system-ui, sans-serif }
main { width: min(560px, 100%); padding: clamp(18px, 5vw, 32px); border: 1px solid var(--border); border-radius: 12px; background: var(--surface); overflow-wrap: anywhere }
h1, legend { margin: 0 0 18px; padding: 0; font-size: 20px; font-weight: 600; line-height: 1.35 }
p { margin: 0 0 14px } .who { margin: 0 0 6px; color: var(--dimmed) } .small { font-size: 14px; color: var(--dimmed) }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0 }
.scale { display: grid; grid-template-columns: repeat(auto-fit, minmax(36px, 1fr)); gap: 6px } .list { display: grid; gap: 8px }
.pick { position: relative; display: block; cursor: pointer }
.pick input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer }
.pick span { display: block; padding: 10px 4px; border: 1px solid var(--line); border-radius: 8px; text-align: center } .list .pick span { padding: 10px 14px; text-align: start }
.pick input:checked + span { border-color: var(--accent); background: var(--chosen); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600 }
.pick input:focus-visible + span, button:focus-visible, textarea:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.ends { display: flex; justify-content: space-between; gap: 16px; margin: 8px 0 0; font-size: 14px; color: var(--dimmed) } .ends span:last-child { text-align: end }
label.text { display: block; font-weight: 500; margin: 0 0 6px }
textarea { display: block; width: 100%; min-height: 120px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: var(--text); font: inherit; resize: vertical }
button { min-height: 44px; margin: 20px 0 0; padding: 0 28px; border: 0; border-radius: 8px; background: #4a5be0; color: #ffffff; font: inherit; font-weight: 600; cursor: pointer }
a { color: var(--accent) } .foot { margin: 24px 0 0; padding: 16px 0 0; border-top: 1px solid var(--border) } .foot p { margin: 0 0 8px }
[role=alert] { margin: 16px 0 0; color: var(--bad) }`

/** Nothing runs, nothing is loaded, and the one style sheet is the one that we wrote. */
export const ANSWER_CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

type Shown = Pick<AskedQuestion, 'question' | 'form' | 'choices' | 'who' | 'asker' | 'given'>

/** Made by the server, so that it needs no script. */
function page(words: AnswerWords, title: string, body: string): string {
  return `<!doctype html><html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><link rel="icon" href="data:,"><title>${inHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`
}

function choiceNames({ form, choices }: Pick<Shown, 'form' | 'choices'>, words: AnswerWords): readonly (readonly [value: string, name: string])[] {
  const values = choicesOf({ form, choices })
  return values.map((value) => [value, form !== 'yes-no' ? value : value === 'yes' ? words.yes : words.no])
}

function fieldsOf(shown: Shown, words: AnswerWords, sent: string): string {
  const { form, question } = shown
  const choices = choiceNames(shown, words)
  if (choices.length === 0)
    return `<h1 dir="auto" id="question">${inHtml(question)}</h1><textarea name="text" dir="auto" maxlength="${TEXT_SIGNS}" aria-labelledby="question" required>${inHtml(sent)}</textarea>`
  const picks = choices.map(
    ([value, name]) =>
      `<label class="pick"><input type="radio" name="choice" value="${inHtml(value)}" required><span dir="auto">${inHtml(name)}</span></label>`,
  )
  const ends = isScale(form)
    ? `<p class="ends">${endsOf(words, form, question)
        .map((end) => `<span>${inHtml(end)}</span>`)
        .join('')}</p>`
    : ''
  return `<fieldset><legend dir="auto">${inHtml(question)}</legend><div class="${isScale(form) ? 'scale' : 'list'}">${picks.join('')}</div>${ends}</fieldset>`
}

/** The question, and nothing of whom it is for: a link may be passed on. */
export function questionPage(words: AnswerWords, action: string, shown: Shown, wrong: string | null, sent = ''): string {
  const { question, who, given } = shown
  const asker = whoAsks(shown)
  const asks = asker === null ? words.asksUnnamed : words.asks(asker)
  const before = given === null ? '' : `<p class="small">${inHtml(words.before)}</p>`
  return page(
    words,
    question,
    `<p class="who" dir="auto">${inHtml(asks)}</p>${before}<form method="post" action="${action}">${fieldsOf(shown, words, sent)}${wrong === null ? '' : `<p role="alert">${inHtml(wrong)}</p>`}<button>${inHtml(words.send)}</button></form>
<div class="foot"><p class="small" dir="auto">${inHtml(words.becomes(who ?? words.them))}</p><p class="small"><a href="${action}/stop">${inHtml(words.stop)}</a></p></div>`,
  )
}

/** After an answer: a score may be given its reason; nothing else is asked. */
export function thanksPage(words: AnswerWords, action: string, { form, given }: Shown, wrong: string | null): string {
  const asksWhy = isScale(form) && given?.text === null
  const why = asksWhy
    ? `<form method="post" action="${action}"><label class="text" for="why">${inHtml(words.why)}</label><textarea id="why" name="text" dir="auto" maxlength="${TEXT_SIGNS}" required></textarea>${wrong === null ? '' : `<p role="alert">${inHtml(wrong)}</p>`}<button>${inHtml(words.whySend)}</button></form>`
    : ''
  return page(
    words,
    words.thanks,
    `<h1>${inHtml(words.thanks)}</h1><p role="status">${inHtml(words.thanksSays)}</p>${why}<div class="foot"><p class="small"><a href="${action}">${inHtml(words.change)}</a></p><p class="small"><a href="${action}/stop">${inHtml(words.stop)}</a></p></div>`,
  )
}

export function stopPage(words: AnswerWords, action: string, who: string | null): string {
  return page(
    words,
    words.stopTitle,
    `<h1>${inHtml(words.stopTitle)}</h1><p dir="auto">${inHtml(words.stopSays(who ?? words.them))}</p><form method="post" action="${action}/stop"><button>${inHtml(words.stopYes)}</button></form>`,
  )
}

export function stoppedPage(words: AnswerWords, action: string, who: string | null): string {
  return page(
    words,
    words.stopped,
    `<h1>${inHtml(words.stopped)}</h1><p role="status" dir="auto">${inHtml(words.stoppedSays(who ?? words.them))}</p><form method="post" action="${action}/again"><button>${inHtml(words.again)}</button></form>`,
  )
}

/** Something that is only said. */
export function answerSaidPage(words: AnswerWords, title: string, says: string): string {
  return page(words, title, `<h1>${inHtml(title)}</h1>${says === '' ? '' : `<p>${inHtml(says)}</p>`}`)
}
