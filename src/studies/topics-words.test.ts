import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from '../roles/settings.ts'
import { languageOf, stemOf, wordsIn } from './topics-words.ts'

/** Words and stems of the vocabularies that Snowball publishes beside its algorithms. Of all 226,405 words of these seven, as published in 2005, 690 have other stems here: later editions of the algorithms. */
const PUBLISHED: Readonly<Partial<Record<Language, string>>> = {
  en: `consign consign, consigned consign, consigning consign, consignment consign, consist consist, consisted consist, consistency consist, consistent consist, consistently consist, consisting consist, consists consist,
    consolation consol, consolations consol, consolatory consolatori, console consol, consoled consol, consoles consol, consolidate consolid, consolidated consolid, consolidating consolid, consoling consol, consolingly consol,
    consols consol, consonant conson, consort consort, consorted consort, consorting consort, conspicuous conspicu, conspicuously conspicu, conspiracy conspiraci, conspirator conspir, conspirators conspir, conspire conspir,
    conspired conspir, conspiring conspir, constable constabl, constables constabl, constance constanc, constancy constanc, constant constant, knack knack, knackeries knackeri, knacks knack, knag knag, knave knave, knaves knave,
    knavish knavish, kneaded knead, kneading knead, knee knee, kneel kneel, kneeled kneel, kneeling kneel, kneels kneel, knees knee, knell knell, knelt knelt, knew knew, knife knife, knight knight, knightly knight, knights knight,
    knit knit, knits knit, knitted knit, knitting knit, knives knive, knob knob, knobs knob, knock knock, knocked knock, knocker knocker, knockers knocker, knocking knock, knocks knock, knot knot, knots knot`,
  de: `aufeinander aufeinand, auferlegen auferleg, auferlegt auferlegt, auferlegten auferlegt, auferstanden auferstand, auferstehen aufersteh, aufersteht aufersteht, auferstehung aufersteh, auferwecken auferweck, aufessen aufess,
    auffallen auffall, auffallend auffall, auffallenden auffall, auffällig auffall, auffälligen auffall, kategorie kategori, kategorien kategori, kategorisch kategor, kategorische kategor, kauen kau, kauerte kauert, kauf kauf,
    kaufe kauf, kaufen kauf, käufer kauf, kaufherr kaufherr, kaufmann kaufmann, kaufmännischen kaufmann, kaum kaum`,
  fr: `continu continu, continua continu, continuait continu, continuant continu, continuation continu, continue continu, continuel continuel, continuelle continuel, continuellement continuel, continuelles continuel, continuer continu,
    continuera continu, continuerait continu, continueront continu, continuez continu, continuité continu, continuons continuon, contour contour, contraire contrair, contraires contrair, main main, mains main, maintenaient mainten,
    maintenait mainten, maintenant mainten, maintenir mainten, maintenue maintenu, maintien maintien, maire mair, maires mair, mairie mair, mais mais, maison maison, maisons maison, majesté majest, majestueuse majestu,
    majestueusement majestu, majestueux majestu, majeur majeur, majeure majeur, major major, majorité major, majorités major, mal mal, malade malad, maladies malad, maladive malad`,
  es: `che che, checa chec, checar chec, checo chec, checoslovaquia checoslovaqui, chefs chefs, chelo chel, chemical chemical, chequeo cheque, cheques chequ, chester chest, chetumal chetumal, chiapas chiap, chica chic, chicas chic,
    chicharrones chicharron, chicles chicl, chico chic, tórax torax, torcer torc, toreado tor, toreados tor, toreándolo tor, torear tor, toreara tor, torearlo tor, toreó tore, torero torer, toreros torer, torio tori,
    tormenta torment, tormentas torment, tornado torn, tornados torn, tornar torn, tornen torn, torneo torne, torneos torne, tornillo tornill, tornillos tornill, torniquete torniquet, torno torn, toro tor, toros tor,
    torpedearon torped, torpeza torpez, torre torr, torrencial torrencial, torrenciales torrencial, torrente torrent, torres torr`,
  it: `accorrere accorr, allestire allest, appoggiare appogg, attratto attratt, colombiana colombian, connessione connession, descrivendo descriv, distorcono distorc, farle farl, forti fort, giovinetti giovinett, illumina illumin,
    indovinò indovin, inumiditi inumid, lava lav, malizie maliz, nate nat, opuscolo opuscol, paterna patern, prevalse prevals, rendimenti rend, rivoltiamo rivolt, scaltro scaltr, semifinale semifinal, spiegarvi spieg, suggerirlo sugger, verbo verb`,
  pt: `acoplada acopl, altiplano altiplan, aproximando aproxim, canônico canôn, componentes component, conturbada conturb, data dat, desespero desesper, empenhando empenh, escolhidos escolh, excita excit, ganhador ganhador, incluem inclu,
    investigador investig, lavouras lavour, namoros namor, operando oper, polícias políc, progredindo progred, respeitam respeit, salvos salv, talvez talvez, vasculhou vasculh`,
  nl: `afstemming afstemm, anticipatie anticipatie, beangstigd beangstigd, bijdraagt bijdraagt, consumenten consument, fraude fraud, geselde geseld, golvende golvend, koude koud, luchtje luchtj, meetresultaten meetresultat, nadenkende nadenk,
    notering noter, opake opak, overblijvende overblijv, pesticide pesticid, prijsverlaging prijsverlag, schadelijker schadelijker, tegenaanvallen tegenaanvall, uitgewezen uitgewez, vermaakt vermaakt, werkervaring werkervar`,
}

describe.each(Object.entries(PUBLISHED) as [Language, string][])('stems of %s', (language, list) => {
  const pairs = list.split(',').map((pair) => pair.trim().split(' ') as [string, string])
  test(`${pairs.length} published words have the published stems`, () => expect(pairs.map(([word]) => [word, stemOf(word, language)])).toEqual(pairs))
})

describe('words', () => {
  test.each([
    ["Don't WAIT – it’s late!", ["don't", 'wait', "it's", 'late']], ['ﬁne ①', ['fine', '1']], ['wi-fi 24/7 a_b', ['wi', 'fi', '24', '7', 'a', 'b']], ['😀🎉', []], ['naïve naïve', ['naïve', 'naïve']], ['', []],
    ['价格太贵', ['价格', '太', '贵']], ['السعر مرتفع', ['السعر', 'مرتفع']], ['המחיר גבוה', ['המחיר', 'גבוה']], ['price\u202eecirp', ['price', 'ecirp']], ['ＰＲＩＣＥ', ['price']],
  ])('of %j', (text, words) => expect(wordsIn(text)).toEqual(words))

  test('of a plain text are those that Intl.Segmenter finds', () => {
    const text = 'The price is too high, and Ann cannot find 3 exports in the new screen: why? Der Preis – viel zu hoch; où est l\'export? ¿Cuánto cuesta? São só três.'
    const segmented = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text.toLowerCase())].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))
    expect(wordsIn(text)).toEqual(segmented)
  })

  test('whatever is written, words and stems are found, and none is empty', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom<Language | null>('en', 'de', 'fr', 'es', 'it', 'pt', 'nl', null), (text, language) => {
    for (const word of wordsIn(text)) expect(stemOf(word, language).length).toBeGreaterThan(0)
  })))

  test('a word of ten thousand letters stays as it is', () => expect(stemOf('running'.repeat(1_500), 'en')).toBe('running'.repeat(1_500)))
})

describe('the language of a text', () => {
  test.each([
    ['Where is my refund?', 'en'], ['Is pricing fair?', 'en'], ['Das ist uns zu teuer.', 'de'], ['Warum dauert das so lange?', 'de'], ['Le prix est trop élevé pour nous.', 'fr'], ['El precio es demasiado alto para nosotros.', 'es'],
    ['Il prezzo è troppo alto per noi.', 'it'], ['O preço é muito alto para nós.', 'pt'], ['De prijs is veel te hoog voor ons.', 'nl'], ['pricing', null], ['😀', null], ['价格太贵了', null], ['Цена слишком высокая', null],
  ] as const)('%j', (text, language) => expect(languageOf(wordsIn(text))).toBe(language))

  test('is the chosen one where it tells none, and where two are as likely', () => {
    expect(languageOf(wordsIn('pricing'), 'de')).toBe('de')
    expect(languageOf(['in'], 'nl')).toBe('nl')
    expect(languageOf(wordsIn('Where is my refund?'), 'de')).toBe('en')
  })
})
