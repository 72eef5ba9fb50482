/** The forms in which a question is put that show a scale. */
export type ScaleForm = 'nps' | 'csat' | 'ces'

/** Least and most of each scale. */
export const SCALES: Readonly<Record<ScaleForm, readonly [least: number, most: number]>> = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }

export function isScale(form: string): form is ScaleForm {
  return Object.hasOwn(SCALES, form)
}

/** What the ends of the scale mean under this question. */
export function endsOf(words: AnswerWords, form: ScaleForm, question: string): readonly [least: string, most: string] {
  return words.ends[form === 'ces' && /[?\uff1f]\s*$/.test(question) ? 'ease' : form]
}

/** Everything that we say to somebody who is asked, around a question that others wrote. */
export interface AnswerWords {
  readonly language: string
  readonly asks: (who: string) => string
  readonly asksUnnamed: string
  /** What the ends of a scale mean; `ease` stands for `ces` where it is put as a question: one cannot agree with a question. */
  readonly ends: Readonly<Record<ScaleForm | 'ease', readonly [least: string, most: string]>>
  readonly yes: string
  readonly no: string
  readonly yourAnswer: string
  readonly send: string
  readonly becomes: (who: string) => string
  readonly them: string
  readonly before: string
  readonly stop: string
  readonly stopTitle: string
  readonly stopSays: (who: string) => string
  readonly stopYes: string
  readonly stopped: string
  readonly stoppedSays: (who: string) => string
  readonly again: string
  readonly againDone: string
  readonly thanks: string
  readonly thanksSays: string
  readonly why: string
  readonly whySend: string
  readonly change: string
  readonly over: string
  readonly overSays: string
  readonly unknown: string
  readonly unknownSays: string
  readonly choose: string
  /** The same of what is told unasked. */
  readonly chooseKind: string
  readonly write: string
  readonly tooLong: string
  readonly tooMany: string
  readonly close: string
  readonly open: string
  readonly kinds: { readonly request: string; readonly complaint: string; readonly praise: string }
  readonly kindAsked: string
  readonly mailHello: (name: string) => string
  readonly mailHelloUnnamed: string
  readonly mailAnswer: string
  readonly mailWhy: (who: string) => string
}

const EN: AnswerWords = {
  language: 'en',
  asks: (who) => `${who} asks you`,
  asksUnnamed: 'You are asked',
  ends: { nps: ['Not at all likely', 'Extremely likely'], csat: ['Very dissatisfied', 'Very satisfied'], ces: ['Strongly disagree', 'Strongly agree'], ease: ['Very hard', 'Very easy'] },
  yes: 'Yes',
  no: 'No',
  yourAnswer: 'Your answer',
  send: 'Send',
  becomes: (who) => `Your answer is kept together with who you are. The team of ${who} reads it, to learn what those who use the product and those who pay for it say. You can change it until the question is closed.`,
  them: 'the product',
  before: 'You have answered already. What you send now takes its place.',
  stop: 'Do not ask me again',
  stopTitle: 'Shall we stop asking you?',
  stopSays: (who) => `You will get no more questions from the team of ${who}. Nothing else changes for you.`,
  stopYes: 'Yes, stop asking me',
  stopped: 'We will not ask you again',
  stoppedSays: (who) => `The team of ${who} sees that you do not want to be asked.`,
  again: 'I may be asked again',
  againDone: 'You may be asked again',
  thanks: 'Thank you',
  thanksSays: 'Your answer has arrived.',
  why: 'What is the main reason? (You may leave this out.)',
  whySend: 'Send the reason',
  change: 'Change the answer',
  over: 'This question is closed',
  overSays: 'No more answers are taken. Thank you for wanting to give one.',
  unknown: 'This link opens nothing',
  unknownSays: 'It may have been cut when it was copied. Open it from the message again.',
  choose: 'Choose one of the answers first.',
  chooseKind: 'Say first what it is: choose one above.',
  write: 'Write an answer first.',
  tooLong: 'That is longer than 5,000 letters. Shorten it, then send it again.',
  tooMany: 'Too much was sent from here in a short time. Wait a minute, then try again.',
  close: 'Close',
  open: 'Tell us',
  kinds: { request: 'I wish for', complaint: 'I complain', praise: 'I like' },
  kindAsked: 'What would you tell us?',
  mailHello: (name) => `Hello ${name},`,
  mailHelloUnnamed: 'Hello,',
  mailAnswer: 'Answer here',
  mailWhy: (who) => `You get this because you use the product of ${who}, or deal with it. The link is yours: do not pass it on.`,
}

const DE: AnswerWords = {
  language: 'de',
  asks: (who) => `${who} fragt Sie`,
  asksUnnamed: 'Sie werden gefragt',
  ends: { nps: ['Sehr unwahrscheinlich', 'Sehr wahrscheinlich'], csat: ['Sehr unzufrieden', 'Sehr zufrieden'], ces: ['Stimme gar nicht zu', 'Stimme voll zu'], ease: ['Sehr schwer', 'Sehr leicht'] },
  yes: 'Ja',
  no: 'Nein',
  yourAnswer: 'Ihre Antwort',
  send: 'Senden',
  becomes: (who) => `Ihre Antwort wird zusammen damit aufbewahrt, wer Sie sind. Das Team von ${who} liest sie, um zu erfahren, was die sagen, die das Produkt nutzen, und die, die es bezahlen. Sie können sie ändern, bis die Frage geschlossen wird.`,
  them: 'diesem Produkt',
  before: 'Sie haben schon geantwortet. Was Sie jetzt senden, tritt an die Stelle davon.',
  stop: 'Fragen Sie mich nicht mehr',
  stopTitle: 'Sollen wir Sie nicht mehr fragen?',
  stopSays: (who) => `Sie bekommen keine Fragen mehr vom Team von ${who}. Sonst ändert sich für Sie nichts.`,
  stopYes: 'Ja, nicht mehr fragen',
  stopped: 'Wir fragen Sie nicht mehr',
  stoppedSays: (who) => `Das Team von ${who} sieht, dass Sie nicht gefragt werden möchten.`,
  again: 'Ich darf wieder gefragt werden',
  againDone: 'Sie dürfen wieder gefragt werden',
  thanks: 'Danke',
  thanksSays: 'Ihre Antwort ist angekommen.',
  why: 'Was ist der wichtigste Grund? (Sie können das weglassen.)',
  whySend: 'Grund senden',
  change: 'Antwort ändern',
  over: 'Diese Frage ist geschlossen',
  overSays: 'Es werden keine Antworten mehr angenommen. Danke, dass Sie antworten wollten.',
  unknown: 'Dieser Link öffnet nichts',
  unknownSays: 'Vielleicht wurde er beim Kopieren abgeschnitten. Öffnen Sie ihn noch einmal aus der Nachricht.',
  choose: 'Wählen Sie zuerst eine Antwort.',
  chooseKind: 'Wählen Sie zuerst oben, was es ist.',
  write: 'Schreiben Sie zuerst eine Antwort.',
  tooLong: 'Das ist länger als 5.000 Zeichen. Kürzen Sie es und senden Sie es noch einmal.',
  tooMany: 'Von hier wurde in kurzer Zeit zu viel gesendet. Warten Sie eine Minute und versuchen Sie es noch einmal.',
  close: 'Schließen',
  open: 'Sagen Sie es uns',
  kinds: { request: 'Ich wünsche mir', complaint: 'Mich stört', praise: 'Mir gefällt' },
  kindAsked: 'Was möchten Sie uns sagen?',
  mailHello: (name) => `Guten Tag ${name},`,
  mailHelloUnnamed: 'Guten Tag,',
  mailAnswer: 'Hier antworten',
  mailWhy: (who) => `Sie bekommen das, weil Sie das Produkt von ${who} nutzen oder damit zu tun haben. Der Link gehört Ihnen: Geben Sie ihn nicht weiter.`,
}

const FR: AnswerWords = {
  language: 'fr',
  asks: (who) => `${who} vous demande`,
  asksUnnamed: 'Une question pour vous',
  ends: { nps: ['Pas du tout probable', 'Très probable'], csat: ['Très insatisfait', 'Très satisfait'], ces: ['Pas du tout d’accord', 'Tout à fait d’accord'], ease: ['Très difficile', 'Très facile'] },
  yes: 'Oui',
  no: 'Non',
  yourAnswer: 'Votre réponse',
  send: 'Envoyer',
  becomes: (who) => `Votre réponse est conservée avec votre identité. L’équipe de ${who} la lit pour savoir ce que disent ceux qui utilisent le produit et ceux qui le paient. Vous pouvez la modifier jusqu’à la clôture de la question.`,
  them: 'ce produit',
  before: 'Vous avez déjà répondu. Ce que vous envoyez maintenant remplace votre réponse.',
  stop: 'Ne plus me poser de questions',
  stopTitle: 'Ne plus vous poser de questions ?',
  stopSays: (who) => `Vous ne recevrez plus de questions de l’équipe de ${who}. Rien d’autre ne change pour vous.`,
  stopYes: 'Oui, ne plus me demander',
  stopped: 'Nous ne vous demanderons plus rien',
  stoppedSays: (who) => `L’équipe de ${who} voit que vous ne souhaitez plus être interrogé.`,
  again: 'Vous pouvez me poser à nouveau des questions',
  againDone: 'Vous pourrez à nouveau être interrogé',
  thanks: 'Merci',
  thanksSays: 'Votre réponse est arrivée.',
  why: 'Quelle est la raison principale ? (Facultatif)',
  whySend: 'Envoyer la raison',
  change: 'Modifier la réponse',
  over: 'Cette question est close',
  overSays: 'Nous ne prenons plus de réponses. Merci d’avoir voulu répondre.',
  unknown: 'Ce lien n’ouvre rien',
  unknownSays: 'Il a peut-être été coupé en le copiant. Ouvrez-le de nouveau depuis le message.',
  choose: 'Choisissez d’abord une réponse.',
  chooseKind: 'Dites d’abord ce que c’est : choisissez ci-dessus.',
  write: 'Écrivez d’abord une réponse.',
  tooLong: 'C’est plus long que 5 000 caractères. Raccourcissez, puis envoyez à nouveau.',
  tooMany: 'Trop d’envois depuis cet endroit en peu de temps. Attendez une minute, puis réessayez.',
  close: 'Fermer',
  open: 'Dites-le-nous',
  kinds: { request: 'Je souhaite', complaint: 'Je me plains', praise: 'J’aime' },
  kindAsked: 'Que voulez-vous nous dire ?',
  mailHello: (name) => `Bonjour ${name},`,
  mailHelloUnnamed: 'Bonjour,',
  mailAnswer: 'Répondre ici',
  mailWhy: (who) => `Vous recevez ce message parce que vous utilisez le produit de ${who} ou que vous vous en occupez. Ce lien est le vôtre : ne le transmettez pas.`,
}

const ES: AnswerWords = {
  language: 'es',
  asks: (who) => `${who} le pregunta`,
  asksUnnamed: 'Una pregunta para usted',
  ends: { nps: ['Nada probable', 'Muy probable'], csat: ['Muy insatisfecho', 'Muy satisfecho'], ces: ['Muy en desacuerdo', 'Muy de acuerdo'], ease: ['Muy difícil', 'Muy fácil'] },
  yes: 'Sí',
  no: 'No',
  yourAnswer: 'Su respuesta',
  send: 'Enviar',
  becomes: (who) => `Su respuesta se guarda junto con su identidad. El equipo de ${who} la lee para saber qué dicen quienes usan el producto y quienes lo pagan. Puede cambiarla hasta que se cierre la pregunta.`,
  them: 'este producto',
  before: 'Ya ha respondido. Lo que envíe ahora reemplaza su respuesta.',
  stop: 'No me pregunten más',
  stopTitle: '¿Dejamos de preguntarle?',
  stopSays: (who) => `No recibirá más preguntas del equipo de ${who}. No cambia nada más para usted.`,
  stopYes: 'Sí, no me pregunten más',
  stopped: 'No le preguntaremos más',
  stoppedSays: (who) => `El equipo de ${who} ve que usted no quiere que le pregunten.`,
  again: 'Pueden volver a preguntarme',
  againDone: 'Podemos volver a preguntarle',
  thanks: 'Gracias',
  thanksSays: 'Su respuesta ha llegado.',
  why: '¿Cuál es la razón principal? (Puede dejarlo en blanco.)',
  whySend: 'Enviar la razón',
  change: 'Cambiar la respuesta',
  over: 'Esta pregunta está cerrada',
  overSays: 'Ya no se aceptan respuestas. Gracias por querer responder.',
  unknown: 'Este enlace no abre nada',
  unknownSays: 'Quizá se cortó al copiarlo. Ábralo de nuevo desde el mensaje.',
  choose: 'Elija primero una respuesta.',
  chooseKind: 'Diga primero qué es: elija arriba.',
  write: 'Escriba primero una respuesta.',
  tooLong: 'Tiene más de 5.000 letras. Acórtelo y envíelo de nuevo.',
  tooMany: 'Se envió demasiado desde aquí en poco tiempo. Espere un minuto y vuelva a intentarlo.',
  close: 'Cerrar',
  open: 'Cuéntenos',
  kinds: { request: 'Deseo', complaint: 'Me quejo', praise: 'Me gusta' },
  kindAsked: '¿Qué quiere decirnos?',
  mailHello: (name) => `Hola ${name}:`,
  mailHelloUnnamed: 'Hola:',
  mailAnswer: 'Responder aquí',
  mailWhy: (who) => `Recibe esto porque usa el producto de ${who} o trata con él. El enlace es suyo: no lo pase a otros.`,
}

const LANGUAGES: Readonly<{ [language: string]: AnswerWords }> = { en: EN, de: DE, fr: FR, es: ES }

/** The words in the first of the languages that we have, in the order in which somebody prefers them (as in Accept-Language); else in English. */
export function answerWordsFor(accepted: string | undefined): AnswerWords {
  const wanted = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((one, place) => ({ language: one.trim().split(/[-;]/)[0]?.toLowerCase() ?? '', weight: weightOf(one), place }))
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
  const found = wanted.find(({ language, weight }) => weight > 0 && Object.hasOwn(LANGUAGES, language))
  return (found && LANGUAGES[found.language]) ?? EN
}

function weightOf(one: string): number {
  const [, weight] = /;\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(one) ?? []
  return weight === undefined ? 1 : Number(weight)
}
