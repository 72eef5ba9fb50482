import type { Language } from '../roles/settings.ts'

/**
 * The words that carry a sentence and say nothing of its topic: articles, pronouns, prepositions, auxiliary verbs. They tell the language, and are left out of what texts are compared by.
 * Small lists of our own. Negations stand in them, too: whether a text praises or blames is never decided from its words.
 */
const LISTS: Readonly<Record<Language, string>> = {
  en: `a about after again all also am an and any are as at be because been before being but by can could did do does doing down during each every few for from further get gets getting got had has have
    having he her here hers him his how i if in into is it its just like me more most much my near no nor not of off on once one only or other our ours out over own please really same she should so some still such
    than that the their theirs them then there these they this those through to too under until up us very want was we were what when where which while who whom whose why will with would yet you your yours
    don't doesn't didn't can't cannot couldn't won't isn't aren't wasn't i'm i've it's that's there's we're we've you're they're let's nothing something everything anything nobody somebody everybody many thing things make makes made need needs see sees know think say says said look looks give come go`,
  de: `aber alle allem allen aller alles als also am an andere anderen anders auch auf aus bei beim bin bis bisher bitte da damit dann das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser
    dieses dir doch dort du durch ein eine einem einen einer eines einige er es etwas euch euer eure für gegen habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem
    jeden jeder jedes jetzt kann kein keine keinem keinen keiner können könnte mal man manche mehr mein meine meinem meinen meiner mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem
    seinen seiner seit sich sie sind so soll sollte sondern sonst über um und uns unser unsere unserem unseren unter viel viele vom von vor war waren warum was weil weiter welche wenn wer werden wie wieder will wir wird wo
    wollen wurde wurden würde würden wäre wären hätte hätten zu zum zur zwar zwischen`,
  fr: `à afin ai aller alors après au aucun aucune aussi autre autres aux avant avec avez avoir avons beaucoup bien c'est ça car ce ceci cela celle celui ces cet cette ceux chaque chez comme comment dans de depuis des donc dont du elle
    elles en encore entre es est et étaient était étant été êtes être eu eux fait faire il ils j'ai je jusque la le les leur leurs lors lui là ma mais me même mes moi moins mon n'est ne ni nos notre nous on ont ou où par parce pas
    peu peut plus pour pourquoi pouvoir qu'il quand que quel quelle quelles quels qui quoi rien s'il sa sans se sera ses si son sont sous suis sur ta te tes toi ton toujours tous tout toute toutes trop très tu un une vos votre vous y`,
  es: `a al algo alguna algunas alguno algunos ante antes aquí así aunque bien cada casi como cómo con contra cual cuando cuándo cuál de del desde donde dónde dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso
    esos esta está estaba están estar estas este esto estos estoy fue fueron ha había han has hasta hay he hemos la las le les lo los más me mi mis mientras muchas mucho muchos muy nada ni no nos nosotros nuestra nuestro o os otra
    otras otro otros para pero poco por porque puede pueden puedo que qué quien quién se sea sean según ser si sí siempre sin sino sobre solo son soy su sus también tan tanto te tener tengo tenemos tiene tienen toda todas todavía
    todo todos tu tus un una unas uno unos usted ustedes va vamos vez y ya yo`,
  it: `a ad ai al alla alle allo anche ancora avere aveva avevano bene c'è che chi ci come con così cosa cui da dai dal dalla dalle dei del dell della delle dello di dopo dove e è ed era erano essere fa fare fino fra già gli ha hai hanno
    ho i il in io la le lei li lo loro lui ma me mi mia mie miei mio molto ne negli nel nella nelle nessun nessuna noi non nostra nostro o ogni per perché perciò però più poco poi può qual quale quando quanto quella quelle quelli quello
    questa queste questi questo qui sarà se sei sempre senza si sia siamo siete sono sta stata state stati stato su sua sue sugli sui sul sulla suo suoi tra troppo tu tua tuo tutta tutte tutti tutto un un'altra una uno vi voi vostra`,
  pt: `a à ainda além algum alguma alguns antes ao aos aquela aquele aquilo as às assim até cada com como da das de dela dele deles depois desde dessa desse desta deste do dos e é ela elas ele eles em então entre era eram essa essas esse
    esses esta está estão estar estas estava este estes estou eu faz fazer foi foram há isso isto já lá lhe lhes mais mas me mesmo meu meus minha minhas muito muitos na nada não nas nem nenhum nenhuma no nos nós nossa nosso num numa o
    onde os ou para pela pelas pelo pelos pode podem por porque pouco qual quando quanto que quê quem se sem sempre ser será seu seus só sobre sou sua suas também tão te tem têm temos tenho ter teu toda todas todo todos tu tua tudo um
    uma umas uns você vocês vos`,
  nl: `aan al alle alleen alles als altijd ander andere anders ben bij bijna daar dan dat de deze die dit doen door dus een eens elk elke en er erg ergens geen ga gaan geweest had hadden haar heb hebben heeft heel hem het hier hij hoe hun
    iemand iets ik in is ja je jij jou jouw jullie kan kunnen kunt maar me mee meer men met mij mijn moet moeten na naar niet niets nog nooit nu of om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van veel
    voor waar waarom want waren was wat we wel welke werd wie wij wil willen worden wordt zal ze zeer zelf zich zij zijn zo zonder zou zouden`,
}

export const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries(LISTS).map(([language, list]) => [language, new Set(list.split(/\s+/u).filter((word) => word !== ''))]),
) as unknown as Record<Language, ReadonlySet<string>>

const listedBy = new Map<string, number>()
for (const list of Object.values(STOP_WORDS)) for (const word of list) listedBy.set(word, (listedBy.get(word) ?? 0) + 1)

/** How many languages list each word: one that several have tells little of which it is. */
export const LISTED_BY: ReadonlyMap<string, number> = listedBy
