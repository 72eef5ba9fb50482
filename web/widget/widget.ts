import css from './widget.css?inline'

/** What a question looks like when the server hands it out; the token proves that it was handed to this visitor. */
interface Handed {
  readonly token: string
  readonly id: string
  readonly text: string
  readonly who: string
  readonly form: string
  readonly choices: readonly (readonly [value: string, label: string])[]
  readonly ends: readonly [string, string] | null
}

/** Words come from the server in the language of the page, so that none stand here. */
type Words = Readonly<Record<'language' | 'send' | 'stop' | 'stopped' | 'thanks' | 'thanksSays' | 'why' | 'whySend' | 'close' | 'tell' | 'kindAsked' | 'choose' | 'chooseKind' | 'write', string>> & {
  readonly kinds: readonly (readonly [value: string, label: string])[]
}

interface Next {
  readonly question: Handed | null
  readonly words: Words
}

type Fields = { readonly [name: string]: unknown }

/** Waits before the second, third and fourth try, in milliseconds; then it is given up without a word. */
const WAITS = [2_000, 8_000, 30_000]
/** The page comes first. */
const QUIET_MS = 1_500
const STORED = 'hatrack'
const DISMISSED_KEPT = 20

const script = (document.currentScript ?? document.querySelector('script[data-key^=hatrack_browser_]')) as HTMLScriptElement | null

function start({ src, dataset, nonce }: HTMLScriptElement): void {
  const server = new URL(src).origin
  const { key = '', product, mode = 'ask', scheme } = dataset
  let { user, account } = dataset
  // What a person does on the page weighs more than what the page or the browser says for all.
  const asksForPrivacy = navigator.doNotTrack === '1' || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true
  let isAllowed = dataset.consent === 'granted' && !asksForPrivacy
  let host: HTMLElement | null = null
  let root: ShadowRoot
  let words: Words
  let began = 0

  interface Stored { id?: string; dismissed?: string[] }
  const aside: Stored = {}

  /** Only read and written once there is consent; where the browser keeps nothing, it holds as long as the page. */
  function stored(change?: Stored): Stored {
    try {
      const kept = { ...aside, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Stored), ...change }
      if (change) localStorage.setItem(STORED, JSON.stringify(kept))
      return kept
    } catch {
      return Object.assign(aside, change)
    }
  }

  function who(): Fields {
    if (user) return { user, account }
    let { id } = stored()
    if (!id) {
      id = newId()
      stored({ id })
    }
    return { anonymous: id, account }
  }

  /** Sends the same until it is taken, a few times; null when it is not. text/plain spares the browser a question beforehand. */
  async function send(path: string, fields: Fields): Promise<Next | null> {
    const body = JSON.stringify({ key, product, languages: document.documentElement.lang || navigator.language, ...fields })
    for (let tries = 0; ; tries++) {
      try {
        const got = await fetch(`${server}/v1/widget/${path}`, { method: 'POST', body, mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', keepalive: true, headers: { 'content-type': 'text/plain' } })
        if (got.ok) return (await got.json()) as Next
        if (got.status < 500 && got.status !== 429) return null
      } catch {
        // The server is away, or the page must not reach it.
      }
      const wait = WAITS[tries]
      if (wait === undefined || !isAllowed) return null
      await new Promise((resolve) => setTimeout(resolve, wait * (0.8 + Math.random() * 0.4)))
    }
  }

  function element<Name extends keyof HTMLElementTagNameMap>(name: Name, properties: Partial<HTMLElementTagNameMap[Name]> & { readonly [name: string]: unknown }, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[Name] {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  function button(text: string, className: string, act: () => void): HTMLButtonElement {
    return element('button', { type: className === 'main' ? 'submit' : 'button', className, onclick: className === 'main' ? null : act }, text)
  }

  /** A shadow of its own: neither its styles nor those of the page reach over. */
  function mount(): ShadowRoot {
    if (host?.isConnected) return root
    host = element('div', { id: 'hatrack-widget' })
    host.dataset.scheme = scheme ?? (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light')
    root = host.attachShadow({ mode: 'open' })
    try {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      root.adoptedStyleSheets = [sheet]
    } catch {
      root.append(element('style', { nonce, textContent: css }))
    }
    document.body.append(host)
    return root
  }

  function show(className: string, ...children: readonly Node[]): HTMLElement {
    const box = element('section', { className, lang: words.language }, ...children)
    box.setAttribute('aria-labelledby', 'hatrack-title')
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') hide()
      // What is typed here is none of the page's shortcuts.
      event.stopPropagation()
    })
    const had = root?.activeElement
    mount().replaceChildren(...[...root.children].filter((one) => one.localName === 'style'), box)
    // Whoever is in it goes on in it; whoever is on the page stays there.
    if (had) ((box.querySelector('input,textarea') ?? box.querySelector('.close')) as HTMLElement | null)?.focus()
    return box
  }

  function hide(): void {
    host?.remove()
    host = null
    if (isAllowed && mode !== 'ask' && words) showTell()
  }

  const closing = (act: () => void = hide): HTMLElement => {
    const close = button('\u00d7', 'close', act)
    close.setAttribute('aria-label', words.close)
    return close
  }

  function picks(name: string, choices: Handed['choices'], className: string): HTMLElement {
    return element('div', { className }, ...choices.map(([value, label]) => element('label', { className: 'pick' }, element('input', { type: 'radio', name, value }), element('span', { dir: 'auto' }, label))))
  }

  function writing(): HTMLTextAreaElement {
    const text = element('textarea', { name: 'text', maxLength: 5_000, dir: 'auto' })
    text.setAttribute('aria-labelledby', 'hatrack-title')
    return text
  }

  /** A form that says what is missing, and hands on what was chosen and written. */
  function form(fields: readonly Node[], missing: (given: FormData) => string, take: (given: FormData) => void, submit: string, aside?: Node): HTMLFormElement {
    const wrong = element('p', { className: 'bad', role: 'alert' })
    return element(
      'form',
      {
        noValidate: true,
        onsubmit: (event: Event) => {
          event.preventDefault()
          const given = new FormData(event.target as HTMLFormElement)
          const says = missing(given)
          wrong.textContent = says
          if (!says) take(given)
        },
      },
      ...fields,
      wrong,
      element('div', { className: 'row' }, button(submit, 'main', hide), aside ?? ''),
    )
  }

  function titled(text: string, name: 'legend' | 'h2'): HTMLElement {
    return element(name, { id: 'hatrack-title', dir: 'auto' }, text)
  }

  function showQuestion({ token, id, text, who: asker, form: kind, choices, ends }: Handed): void {
    const forget = () => stored({ dismissed: [id, ...(stored().dismissed ?? [])].slice(0, DISMISSED_KEPT) })
    const isText = kind === 'text'
    const fields = [
      titled(text, 'legend'),
      isText ? writing() : picks('choice', choices, ends ? 'scale' : 'list'),
      ...(ends ? [element('p', { className: 'ends' }, element('span', {}, ends[0]), element('span', {}, ends[1]))] : []),
    ]
    const stop = button(words.stop, 'quiet', () => {
      forget()
      void send('stop', { token })
      showSaid(words.stopped, '')
    })
    const answer = form(
      [element('fieldset', {}, ...fields)],
      (given) => (isText ? (String(given.get('text')).trim() ? '' : words.write) : given.has('choice') ? '' : words.choose),
      (given) => {
        forget()
        void send('answer', { token, choice: given.get('choice'), text: given.get('text') })
        if (isText) showSaid(words.thanks, words.thanksSays)
        else showWhy(token, String(given.get('choice')))
      },
      words.send,
      stop,
    )
    const leave = () => {
      forget()
      hide()
    }
    show('box', closing(leave), element('p', { className: 'who' }, asker), answer)
  }

  /** The one thing that may be added to a score. */
  function showWhy(token: string, choice: string): void {
    const add = form([titled(`${words.thanks}. ${words.why}`, 'h2'), writing()], (given) => (String(given.get('text')).trim() ? '' : words.write), (given) => {
      void send('answer', { token, choice, text: given.get('text') })
      showSaid(words.thanks, words.thanksSays)
    }, words.whySend)
    show('box', closing(), add)
  }

  function showSaid(title: string, says: string): void {
    const box = show('box', closing(), titled(title, 'h2'), element('p', { className: 'who' }, says))
    box.setAttribute('role', 'status')
    setTimeout(() => box.isConnected && !root.activeElement && hide(), 6_000)
  }

  function showTell(): void {
    mount().append(button(words.tell, 'tell', () => {
      const told = form(
        [element('fieldset', {}, titled(words.kindAsked, 'legend'), picks('kind', words.kinds, 'list'), writing())],
        (given) => (!given.has('kind') ? words.chooseKind : String(given.get('text')).trim() ? '' : words.write),
        (given) => {
          void send('feedback', { ...who(), id: newId(), kind: given.get('kind'), text: given.get('text') })
          showSaid(words.thanks, words.thanksSays)
        },
        words.send,
      )
      const box = show('box', closing(), told)
      ;(box.querySelector('input') as HTMLElement).focus()
    }))
  }

  async function begin(): Promise<void> {
    const mine = ++began
    if (!isAllowed) return
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    if (mine !== began || !isAllowed) return
    const next = await send('next', who())
    if (next === null || mine !== began || !isAllowed) return
    words = next.words
    const { question } = next
    if (mode !== 'tell' && question && !stored().dismissed?.includes(question.id)) showQuestion(question)
    else if (mode !== 'ask') showTell()
  }

  Object.assign(window, {
    hatrack: {
      /** true: the visitor agrees. false: nothing more is sent, and what was stored is gone. */
      consent(isGiven: boolean) {
        isAllowed = isGiven === true
        if (!isAllowed) {
          host?.remove()
          try {
            localStorage.removeItem(STORED)
          } catch {
            // Nothing was kept.
          }
        }
        void begin().catch(() => undefined)
      },
      /** Who it is from now on, after somebody signed in or out. */
      identify(nextUser?: string, nextAccount?: string) {
        user = nextUser
        account = nextAccount
        host?.remove()
        void begin().catch(() => undefined)
      },
    },
  })
  void begin().catch(() => undefined)
}

/** 128 random bits. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

try {
  if (script) start(script)
} catch {
  // Whatever goes wrong here is no concern of the page.
}
