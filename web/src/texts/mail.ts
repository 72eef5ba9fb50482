/** The words of "Mail" and "Widget" in the settings, and of how far the mails of a question came. */
export const mailTexts = {
  title: 'Mail', hint: 'Through this server questions go out by mail. Its password is kept on the server, and shown to nobody. Links in mails lead to the address of --public-url; without it, to this machine only.',
  none: 'No mail server is set yet. Your provider names one: for example smtp.example.com, port 587, with a user and a password.',
  host: 'Server', port: 'Port', portHint: 'Leave it empty for the usual one.', security: 'Connection', user: 'User', userHint: 'Leave it empty if the server asks for none.', secret: 'Password', secretKept: 'kept; leave it empty to keep it',
  securities: { tls: 'encrypted from the start (usually port 465)', starttls: 'encrypted before anything is said (usually port 587)', none: 'not encrypted, without a password (own network only)' } as Readonly<Record<string, string>>,
  from: 'Mails come from', fromName: 'With the name', replyTo: 'Replies go to', replyToHint: 'Leave it empty for the address that mails come from.', perMinute: 'Mails a minute', perMinuteHint: 'At most. Many servers allow 60 or fewer.',
  more: 'Own certificate, signature, own network',
  authority: 'Certificate of who signed the server’s own', authorityHint: 'Only where it is one of your own: paste it with its first and last line.', dkimDomain: 'Domain that signs (DKIM)', dkimSelector: 'Selector', dkimKey: 'Private key', dkimHint: 'Only if your mail server does not sign by itself. Paste the key with its first and last line.', dkimKept: 'kept; paste another to change it',
  private: 'It may lie on this machine or in its own network', privateHint: 'Only for admins of the whole server.',
  save: 'Save', saved: 'Saved.', test: 'Send a test', to: 'A test goes to', tested: (says: string) => `The server took it. ${says}`, failed: (says: string) => `It was not sent. ${says}`,
  widget: {
    title: 'Widget', hint: 'One small script asks one question at a time on the pages of your product, and takes what people want to tell. It sets no cookies, and stores nothing without consent.',
    product: 'Product', anyProduct: 'of the key', mode: 'It shows', modes: { ask: 'questions that wait for the visitor', tell: 'a button “Tell us”', both: 'both' } as Readonly<Record<string, string>>,
    consent: 'Consent', consents: { ask: 'your page tells it when the visitor agrees', granted: 'your page shows it only to visitors who agreed' } as Readonly<Record<string, string>>,
    snippet: 'For your pages', copy: 'Copy', copied: 'Copied', make: 'Make a key for the widget', keyHint: 'The key stands on your pages, so it can only write: answers to what was asked, and what people tell. It reads nothing about anybody.',
    fields: 'Write the id of the signed-in user as data-user, as your events name it, and the account as data-account. Without data-user the visitor is anonymous.',
    afterConsent: 'Then call this when the visitor agrees, and with false when they take it back:', consentWhat: 'Without consent nothing is asked, sent or stored. A browser that sends “do not track” or Global Privacy Control is asked only after such a call. With consent the browser keeps a random number for anonymous visitors, and which questions they closed, in local storage under “hatrack”; both go when consent is taken back.',
    try: 'Try it', tryHint: 'Opens a page with the widget in it.', policy: 'If your pages have a content security policy, allow this server in script-src and connect-src. Styles need nothing.', once: 'The key stands in the lines below now. It is shown this once; copy them.',
  },
  progress: {
    title: 'Mails', states: { waiting: 'waiting', handing: 'going out', sent: 'sent', refused: 'refused', unsure: 'unsure whether they arrived', 'given-up': 'given up', answered: 'answered before', 'not-asked': 'not to be asked any more', 'no-address': 'without an address', closed: 'not sent: closed' } as Readonly<Record<string, string>>,
    begin: 'Send the mails', goOn: 'Go on', stop: 'Stop', again: 'Send again', none: 'No mail goes out yet.', sending: (n: string, minutes: string) => `Mails go out: ${n} wait, about ${minutes} min.`, stopped: 'Stopped. Those that wait stay waiting.', done: 'All mails that could go out are out.', noServer: 'No mail server is set: an admin can do that under Settings, Mail.', why: (says: string) => `What keeps them: ${says}`,
    problems: 'Not sent', person: 'Person', state: 'State', says: 'What the server said', at: 'When', unsureHint: 'The connection broke after the mail was handed over. Nobody gets a mail twice by itself; you can send it again.',
  },
} as const
