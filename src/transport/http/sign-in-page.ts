const STYLE = `
:root { color-scheme: light dark; --page: #fafafb; --surface: #ffffff; --text: #1e1f26; --dimmed: #5c5f6b; --border: #c3c4cc; --accent: #4a5be0; --bad: #b42318 }
@media (prefers-color-scheme: dark) { :root { --page: #0f1115; --surface: #15171c; --text: #e6e7ea; --dimmed: #a2a6b2; --border: #3a3d46; --accent: #5a6cf0; --bad: #fca5a5 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--text); font: 14px/1.5 'Inter Variable', Inter, system-ui, sans-serif }
main { box-sizing: border-box; width: min(380px, 100vw - 32px); padding: 28px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface) }
h1 { font-size: 18px; margin: 0 0 4px } p { margin: 0 0 16px; color: var(--dimmed) }
label { display: block; font-weight: 500; margin: 12px 0 4px }
input { box-sizing: border-box; width: 100%; height: 36px; padding: 0 10px; border: 1px solid var(--border); border-radius: 6px; background: var(--page); color: var(--text); font: inherit }
input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
button { margin-top: 20px; width: 100%; height: 36px; border: 0; border-radius: 6px; background: #4a5be0; color: #ffffff; font: inherit; font-weight: 500; cursor: pointer }
[role=alert] { color: var(--bad); margin: 0 0 8px }`

interface Field {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly autocomplete: string
  readonly value?: string
}

interface Form {
  readonly title: string
  readonly says: string
  readonly action: string
  readonly fields: readonly Field[]
  readonly hidden: { readonly [name: string]: string }
  readonly button: string
  readonly wrong: string | null
}

/** Made by the server, without scripts: whoever is not signed in needs nothing of the page. */
function formPage({ title, says, action, fields, hidden, button, wrong }: Form): string {
  const inputs = fields.map(
    ({ name, label, type, autocomplete, value = '' }, place) =>
      `<label for="${name}">${escaped(label)}</label><input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${escaped(value)}" required${place === 0 ? ' autofocus' : ''}>`,
  )
  const kept = Object.entries(hidden).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>${escaped(title)} - Hatrack</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1><p>${escaped(says)}</p>${wrong === null ? '' : `<p role="alert">${escaped(wrong)}</p>`}
<form method="post" action="${action}">${kept.join('')}${inputs.join('')}<button>${escaped(button)}</button></form></main></body></html>`
}

export function signInPage(next: string, email: string, wrong: string | null): string {
  return formPage({
    title: 'Sign in to Hatrack',
    says: 'With the address and the password that you chose when you were invited. If you lost it, ask an admin for a new link.',
    action: '/sign-in',
    hidden: { next },
    button: 'Sign in',
    wrong,
    fields: [
      { name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', value: email },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
  })
}

export function invitationPage(token: string, name: string, email: string, wrong: string | null): string {
  return formPage({
    title: `Welcome, ${name}`,
    says: `You were invited to Hatrack as ${email}. Choose a password of 12 signs or more: a few words in a row are good, and easy to keep.`,
    action: '/invitation',
    hidden: { token, email },
    button: 'Choose this password and sign in',
    wrong,
    fields: [{ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' }],
  })
}

export function saidPage(title: string, says: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>${escaped(title)} - Hatrack</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1><p>${escaped(says)}</p></main></body></html>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
