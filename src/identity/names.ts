import { folded, isLatin, jaroWinkler, oneLetterApart, soundOf } from './letters.ts'

/** Names by which the same person is called; the first of a row stands for all. A small own table of what is met most in Europe and the Americas. */
const CALLED = `
robert bob bobby rob robbie bert; william bill billy will willy liam; richard rick ricky dick rich; edward ed eddie eddy ted teddy ned; james jim jimmy jamie; john jack johnny jon jonny; jonathan jonny nathan;
michael mike mick mickey micha michi; joseph joe joey sepp; thomas tom tommy; charles charlie chuck chas; david dave davy; daniel dan danny; donald don donny; ronald ron ronny; kenneth ken kenny; steven steve stephen stefan stephan;
anthony tony anton toni; andrew andy drew andreas andi; alexander alex sasha sascha xander alec aliaksandr aleksandr alexandre alejandro; benjamin ben benny; christopher chris kit christoph christof; matthew matt mathias matthias; nicholas nick nicky niko nicolas nikolaus klaus; patrick pat paddy;
peter pete petr pedro; philip phil phillip philipp; samuel sam sammy; timothy tim timmy; gregory greg gregor; frederick fred freddy frederic friedrich fritz; lawrence larry laurence lars lorenz; leonard leo lenny len; raymond ray; gerald gerry jerry; jeffrey jeff geoffrey geoff; george georg jorge jurgen;
henry harry hank heinrich heinz henri; howard howie; walter walt wally; arthur art artie; albert al bertie; francis frank francisco paco franz francois; vincent vince vinny; zachary zach zack; joshua josh; nathaniel nathan nate; terence terry; theodore ted theo; maurice morris morrie moritz;
elizabeth liz lizzie beth betty bess eliza elisabeth lisa lisbeth elsbeth; margaret maggie meg peggy peggie marge margie greta margarete margarita; katherine kate katie kathy cathy catherine kathleen katharina kitty kat; patricia pat patty patti tricia trish; jennifer jen jenny; jessica jess jessie; rebecca becky becca;
susan sue susie suzy susanne suzanne susanna; deborah debbie deb debra; barbara barb babs; christine chris christina chrissy tina kristin kristen kirsten christiane; alexandra alex sandra sasha; victoria vicky vicki tori; theresa terry tess teresa tessa; dorothy dot dottie dolly; eleanor ellie nell nellie nora; sarah sally sara;
stephanie steph steffi stefanie; samantha sam sammy; pamela pam; cynthia cindy; virginia ginny; josephine jo josie; amanda mandy; angela angie; anne ann anna annie nancy hanna hannah; mary molly polly marie maria mia maryam; abigail abby gail; caroline carrie carol carolyn; charlotte lottie charlie; frances fran fanny; helen nell lena helene elena;
jacqueline jackie; judith judy; kimberly kim; madeline maddie; melissa missy; natalie nat natasha; nicole nicky nikki; olivia liv livvy; penelope penny; roberta bobbie; valerie val; veronica ronnie; anastasia nastassia nastasia stacy anastassia; magdalena lena magda; gabriele gabi gaby gabriela; ursula ulla uschi; johannes hans johann hannes; ludwig louis luis lewis;
mohammed mohamed mohammad muhammad muhammed mohd mhd mehmet; yusuf youssef josef; ahmed ahmad; ali aly; hassan hasan; ibrahim abraham; jose pepe; ignacio nacho; guadalupe lupe; dmitri dima; ivan vanya; mikhail misha; ekaterina katya; tatiana tanya; olga olya; vladimir vova volodya; sergei serge sergey; yuri juri
`
const CALLED_LIKE: ReadonlyMap<string, readonly number[]> = calledLike()

function calledLike(): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  CALLED.split(/[;\n]/).map((row) => row.trim().split(/\s+/)).filter((row) => row.length > 1).forEach((row, group) => {
    for (const name of row) groups.set(name, [...(groups.get(name) ?? []), group])
  })
  return groups
}

/** True if both are names of the same call: Bob and Robert. */
export function isCalledLike(a: string, b: string): boolean {
  const groups = CALLED_LIKE.get(a)
  return groups !== undefined && (CALLED_LIKE.get(b) ?? []).some((group) => groups.includes(group))
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'professor', 'herr', 'frau', 'sir', 'madame', 'monsieur', 'ing', 'dipl', 'phd', 'md', 'mba', 'esq'])
const GENERATIONS: ReadonlyMap<string, string> = new Map([['jr', 'junior'], ['junior', 'junior'], ['jun', 'junior'], ['sr', 'senior'], ['senior', 'senior'], ['sen', 'senior'], ['i', '1'], ['ii', '2'], ['iii', '3'], ['iv', '4']])

/** A person's name as compared: words without marks, titles and generation; the family name where the source told it apart. */
export interface PersonName {
  readonly written: string
  readonly words: readonly string[]
  /** Places in `words` of the family name; empty where nothing says which it is. */
  readonly family: readonly string[]
  readonly generation: string | null
  readonly latin: boolean
}

export function wordsOf(text: string): string[] {
  return folded(text).replace(/['’`´.]/g, (mark) => (mark === '.' ? ' ' : '')).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** Null for a name that says nothing. "Family, Given" is understood. `md` and the like are titles only behind two other words. */
export function personName(full: string | null, given: string | null = null, family: string | null = null): PersonName | null {
  const comma = full !== null && given === null && family === null ? /^([^,]+),\s*([^,]+)$/.exec(full.trim()) : null
  const familyText = comma ? (comma[1] ?? '') : (family ?? '')
  const text = comma ? `${comma[2]} ${comma[1]}` : (full ?? [given, family].filter((part) => part !== null).join(' '))
  let generation: string | null = null
  const words: string[] = []
  const all = wordsOf(text)
  all.forEach((word, place) => {
    const said = GENERATIONS.get(word)
    // A lone `i` at the end is a first, in front an initial.
    if (said !== undefined && place > 0 && words.length > 0 && (word !== 'i' || place === all.length - 1 || given !== null)) generation = said
    else if (!TITLES.has(word) || (all.length < 3 && place > 0) || all.length === 1) words.push(word)
  })
  if (words.length === 0) return null
  const latin = isLatin(words.join(''))
  const familyWords = wordsOf(familyText).filter((word) => words.includes(word))
  return { written: text.trim(), words, family: familyWords, generation, latin }
}

export type WordLikeness = 'same' | 'called' | 'near' | 'initial' | null

/** How alike two words of names are; null for not. */
export function wordLikeness(a: string, b: string): WordLikeness {
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 'initial' : null
  if (a === b) return 'same'
  if (isCalledLike(a, b)) return 'called'
  const shortest = Math.min(a.length, b.length)
  if (shortest >= 5 && oneLetterApart(a, b)) return 'near'
  const alike = jaroWinkler(a, b)
  if (shortest >= 3 && soundOf(a) === soundOf(b) && alike >= 0.6) return 'near'
  return shortest >= 6 && alike >= 0.92 ? 'near' : null
}

/** Legal forms, and words that say nothing of which firm it is. `Holding` and `Group` are not among them: they often name the owner. */
const FORMS = new Set(('inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh mbh ag kg kgaa ohg gbr ug se ev eg sa sas sarl srl spa sl slu bv nv ab as asa oy oyj aps kft zrt doo sro spol kk pty pte pvt sdn bhd '
  + 'the and und et of y e').split(' '))

/** A firm's name as compared: words without legal form. A name of nothing else keeps its words. */
export function firmWords(name: string): string[] {
  const words = wordsOf(name.replace(/\b([A-Za-z])\.(?=[A-Za-z]\.?)/g, '$1').replace(/\(.*?\)/g, (inside) => ` ${inside} `))
  const telling = words.filter((word) => !FORMS.has(word))
  return telling.length > 0 ? [...new Set(telling)] : [...new Set(words)]
}
