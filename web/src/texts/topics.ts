const texts = (n: string, one: boolean): string => `${n} ${one ? 'text' : 'texts'}`

/** The words of the tab "Topics" of what they say, and of "Topics and words" in the settings. */
export const topicsTexts = {
  suggest: {
    title: 'Without a topic', hint: 'What these texts may be about, from their words. Nothing counts before you say so, and everything can be taken back.',
    head: (open: string, one: boolean, looked: string | null) => `${texts(open, one)} of this period ${one ? 'has' : 'have'} no topic${looked === null ? '' : `; the newest ${looked} were looked at`}.`,
    learned: (n: string) => `Learned from ${n} texts that have one.`, left: (n: string, one: boolean) => `${texts(n, one)} ${one ? 'is' : 'are'} like nothing yet.`,
    none: 'Every text of this period has a topic, or there are none. Choose a longer period, or bring in feedback with its words: CSV, Zendesk, the widget.', nothingFound: 'Nothing is suggested for these texts: they share no word with a topic, nor with each other. Give a topic words below, and look again.',
    isNew: 'new topic', text: texts, users: (n: string) => `users ${n}`, customers: (n: string) => `customers ${n}`, others: (n: string) => `others ${n}`,
    yesAll: (n: string, topic: string) => `All ${n} are about ${topic}`, yesAllShort: (n: string) => `Confirm all ${n}`, notAll: (n: string, topic: string) => `None of the ${n} is about ${topic}`, notAllShort: 'None of them',
    yes: 'Yes', not: 'No', yesTo: (topic: string) => `Yes, it is about ${topic}`, notTo: (topic: string) => `No, it is not about ${topic}`, none_: 'No topic', noneTo: 'It is about no topic: suggest nothing for it',
    other: 'Other', otherTo: 'Say which topic it is about', otherLabel: 'It is about', more: (n: string) => `Show ${n} more`, moreTopics: (n: string) => `${n} more topics`, rename: 'Name of the new topic', words: 'Words that tell it', answeredBy: 'Who can answer about it',
    confidence: { strong: 'strong', fair: 'fair', weak: 'weak' }, confidenceHint: 'An order of trust, no probability: docs/topics.md says how often each was right.',
    done: (n: string, one: boolean, topic: string) => `${texts(n, one)} ${one ? 'counts' : 'count'} under ${topic} now.`, doneNot: (n: string, one: boolean, topic: string | null) => `${texts(n, one)} ${one ? 'is' : 'are'} not about ${topic ?? 'any topic'}.`, undone: 'Taken back.', undo: 'Undo',
    keys: 'Keys: j and k walk, y yes, n no, u undo.', label: (topic: string) => `Texts that may be about ${topic}`, said: (who: string, roles: string, day: string) => `${who}, ${roles}, ${day}`,
    roles: { decider: 'decider', customer: 'customer', user: 'user', other: 'neither user nor customer' },
  },
  list: {
    title: 'Topics', hint: 'How many different people spoke of each, in this period. Users and customers stand apart and are never added.', topic: 'Topic', users: 'Users', customers: 'Customers', others: 'Others', texts: 'Texts', confirmed: 'Confirmed by hand', answeredBy: 'Who can answer', words: 'Words', from: 'From',
    fromNames: { own: 'your team', usual: 'comes with Hatrack', said: 'named by a source' }, answeredByNames: { user: 'users', customer: 'customers and deciders', both: 'both, apart', channel: 'end users, through the channel' }, nobody: 'not said', edit: (topic: string) => `Words of ${topic}`, editShort: 'Words', noWords: 'no words yet',
    of: (n: string, all: string) => `${n} of ${all}`, csv: 'CSV', none: 'No topics yet.', raised: (n: string) => `${n} raised it as a request or complaint`, onlySpoken: (n: string) => `Show ${n} more`, fewer: 'Show fewer', peopleHead: (users: string, customers: string) => `${users} users and ${customers} customers said something in this period.`,
  },
  form: {
    new: 'New topic', edit: (topic: string) => `Topic ${topic}`, name: 'Name', words: 'Words and phrases', wordsHint: 'One a line, or with commas between. Other forms are found, too: price finds prices and pricing. A phrase is found where its words stand side by side.', answeredBy: 'Who can answer a question about it',
    replaces: 'A usual topic of this name is replaced by your words.', tried: 'Try it', tryHint: 'A sentence, to see what it would be about.', tryPlaceholder: 'Nothing works on the train', isAbout: (topics: string) => `About: ${topics}.`, isAboutNothing: 'About no topic.', wait: 'Looking',
  },
  model: {
    title: 'A language model, if you want one', hint: 'None is needed: topics are suggested without. One may be asked, too, and what it says is a suggestion like the others.', none: 'None is set. No text leaves this server.', set: (model: string, url: string) => `${model} at ${url} may be asked.`, choose: 'Set one',
    sends: 'Sent would be, when somebody asks: the newest 40 texts of the period that have no topic, 600 letters of each as they were written, and the names of all topics. No names, addresses or identifiers go along, but people may have written some into their texts. The audit tells which texts were sent.',
    url: 'Address', urlHint: 'Of a server that speaks the protocol of OpenAI: of a provider, or of a program such as Ollama on a machine of your own.', name: 'Name of the model', secret: 'Key', secretHint: 'If it wants one. It is kept here and shown to nobody.', secretStays: 'One is kept. Leave this empty to keep it.', private: 'It may lie on this machine or in its own network',
    ask: (model: string) => `Ask ${model}, too`, asking: 'Asking', sendsTo: (url: string) => `Sends the newest 40 texts without a topic, and the names of all topics, to ${url}: no names, addresses or identifiers beside what people wrote themselves.`,
    said: (n: string, sent: string, model: string) => `${model} says something of ${n} of the ${sent} texts that were sent. Its word stands beside each; nothing counts before you say so.`, failed: (model: string, why: string) => `${model} said nothing. ${why} The suggestions below do not need it.`, also: (model: string, topic: string) => `${model}: ${topic}`, take: (model: string, topic: string) => `It is about ${topic}, as ${model} says`,
  },
  settings: {
    title: 'Topics and words', hint: 'What people speak of, with the words that tell it. Your own words come before the usual ones; feedback is only ever suggested, and counts after a person confirmed it.', none: 'Your team has no topics of its own yet. Usual ones work without; add the words that your users have for your product.',
    usual: 'Usual topics', usualHint: 'They come with Hatrack, in English, German, French and Spanish. Give one words of your own to put them in its place.', own: 'Give it your own words', languageTitle: 'Language', language: 'Language of texts that do not tell it', languageHint: 'Usually it is guessed from the little words of each text. Very short ones have none.', guessed: 'only guessed',
    languages: { en: 'English', de: 'German', fr: 'French', es: 'Spanish', it: 'Italian', pt: 'Portuguese', nl: 'Dutch' },
  },
} as const
