/** The words of the part "Experience" of the page "Chain". */

const several = (n: string, one: string, many: string, isOne: boolean) => `${n} ${isOne ? one : many}`

export const chainExperienceTexts = {
  tabsLabel: 'Parts of the chain', tabs: { chain: 'Chain', experience: 'Experience' },
  controls: 'What is looked at', answers: 'Answers', step: 'Counted with', steps: { nearest: 'who sold it', first: 'who buys from here' },
  stepHints: { nearest: 'Each end user counts with the intermediary that sold to it', first: 'Each end user counts with the first intermediary after the seller in view' },
  search: 'Find an intermediary', sort: 'Order', sorts: { score: 'worst expected first', users: 'most end users', late: 'latest deliveries', complaints: 'most complaints', units: 'most units bought', name: 'name' },
  empty: 'Nobody resells this in the period: there is no part of an intermediary to tell.', emptyNext: 'Choose a longer period or all products, or bring in agreements of your partners.', bring: 'Bring in agreements',
  state: (all: string, isOne: boolean, heard: string) => `${several(all, 'intermediary', 'intermediaries', isOne)}; of ${heard} of them end users said something.`,
  through: 'End users through intermediaries', direct: 'End users you serve yourself, of products that are resold',
  split: {
    title: 'Is it the product or the intermediary?', hint: (kind: string) => `Where the differences between answers come from: ${kind}, end users only.`,
    all: 'All differences between answers', channel: 'Only those with a cause in the channel',
    parts: { intermediary: 'Intermediary', product: 'Product', together: 'One product at one intermediary', rest: 'Between people, and chance' },
    part: 'Comes from', ofAll: 'Of all differences', ofChannel: 'Of those in the channel', interval: '95 % interval', n: (n: string, products: string, intermediaries: string) => `${n} answers about ${products} products through ${intermediaries} intermediaries`,
    leftOut: (n: string) => `${n} answers of those heard of least are left out: more cannot be solved at once.`,
    drawn: (name: string, share: string, low: string, high: string) => `${name}: ${share}, 95 % interval ${low} to ${high}`,
    sure: { intermediary: 'The intermediary, rather than the product', product: 'The product, rather than the intermediary', open: 'Not sure which weighs more' },
    sureness: (percent: string) => `${percent} sure`,
    of: (kind: string, share: string, low: string, high: string) => `About ${share} (${low} to ${high}) of the differences in ${kind} have a cause in the channel; the rest lies between people.`,
    ofThese: (intermediary: string, il: string, ih: string, product: string, pl: string, ph: string) => `Of those in the channel about ${intermediary} (${il} to ${ih}) come from the intermediary and ${product} (${pl} to ${ph}) from the product.`,
    few: (products: number) => `This comes from only ${products === 3 ? 'three' : 'four'} products: the shares are the most likely ones, and how much else may be, their intervals say.`,
    kinds: { nps: 'NPS scores', csat: 'CSAT scores', ces: 'ease scores', complaints: 'whether somebody complains' },
    why: 'How this is worked out', cannot: 'Cannot be told apart',
  },
  forest: {
    title: 'What their end users say', hint: (kind: string) => `${kind}: the full dot is what to expect, drawn towards the usual score where few answered; the ring is the raw score.`,
    intermediary: 'Intermediary', n: 'n', expected: 'Expected', raw: 'Raw', interval: '95 % interval', place: 'Places', stands: 'Against usual',
    usual: (score: string) => `usual: ${score}`, spread: (usual: string, spread: string, low: string, high: string) => `Intermediaries differ by about ${spread} around the usual score of ${usual} (standard deviation; 95 % interval ${low} to ${high}).`,
    points: (n: string) => `${n} points`, spreadNone: 'Fewer than three were heard of: nothing is drawn towards anything.',
    apart: (n: string, of: string) => `${n} of ${of} stand apart from it; the others cannot be told from it. Places are ranges for that reason.`,
    drawn: (name: string, score: string, low: string, high: string, n: string) => `${name}: expected ${score}, 95 % interval ${low} to ${high}, n ${n}`,
    placeOf: (from: string, to: string, of: string) => (from === to ? `${from} of ${of}` : `${from} to ${to} of ${of}`),
    standing: { above: 'above usual', below: 'below usual', among: 'like the others' }, tooFew: (n: string) => `too few, n ${n}`, nothing: 'nothing heard', legend: { shrunk: 'expected, with its 95 % interval', raw: 'raw score', usual: 'usual score' },
    more: (n: string) => `Show ${n} more`, all: (shown: string, of: string) => `${shown} of ${of} shown`, find: 'Find others by name above.', none: 'No intermediary has that in its name.', csv: 'CSV', preparing: 'Collecting rows',
  },
  late: {
    title: 'What comes late', hint: 'Deliveries due in the period: done after that day, or not done yet.', none: 'No delivery with a due day is known in this period. Send delivery lines with due and done for the agreements of your partners.',
    sells: 'What intermediaries deliver', buys: 'What is delivered to them', due: 'Due', lateOf: (late: string, of: string) => `${late} of ${of}`, mean: 'Mean delay', days: (n: string) => `${n} days`, open: (n: string) => `${n} not done yet`, share: 'Late', standsOut: 'later than the others',
  },
  causes: {
    title: 'What end users complain of', hint: (n: string) => `Of ${n} end users who said anything.`, cause: 'Cause', share: 'Complained', noTopic: 'no topic named', none: 'No end user complained in this period.', where: 'More than elsewhere at',
    of: (raised: string, n: string) => `${raised} of ${n}`, nowhere: '–', more: (n: string) => `and ${n} more`,
  },
  trade: {
    title: 'What they buy, sell on and deliver', hint: 'Agreements in force in the period; a sale without a quantity is one unit.',
    seen: 'End users seen', unseen: 'End customers unseen', sellIn: 'Sell-in, units', sellThrough: 'Sold on', inventory: 'In store', late: 'Late', complaints: 'Most complained of', buys: 'Buys for', silent: 'no sale known', blind: 'no use seen', notKnown: '–',
    units: (units: string, agreements: string) => `${units} (${agreements})`, beyond: (units: string) => `not known: at least ${units} came from elsewhere, or before`, beyondWhy: 'It sold on more than it is known to have bought.',
  },
  why: {
    title: 'The part of an intermediary', splitTitle: 'Product or intermediary?', gone: 'It is no intermediary of this chain in this period.', scores: 'What its end users say', seen: 'End users', trade: 'Sell-in and sell-through', late: 'Late deliveries', causes: 'Complaints by cause',
    raw: 'raw', expected: 'expected', users: 'End users seen', days: 'Their usage days', customers: 'End customers without use seen', agreementsIn: 'Agreements bought', unitsIn: 'Units bought', begunIn: 'of these begun in the period', agreementsOut: 'Agreements sold on', unitsOut: 'Units sold on', begunOut: 'of these begun in the period', inventory: 'Units in store, or with nobody we know', soldOn: 'Share sold on', beyond: 'Sold on beyond what it is known to have bought', atLeast: (units: string) => `at least ${units}: from elsewhere, or bought before`, bought: 'Buys for', sold: 'Sells for',
    sells: 'It delivers', buys: 'It is delivered', others: (share: string, n: string) => `others ${share} of ${n}`,
    rule: {
      shrunk: 'Expected score = a mean of its own answers and the usual score. Its own answers weigh more, the more there are and the more intermediaries differ. Both the usual score and the difference are learned from all intermediaries, and what is unsure about them is in the interval (empirical Bayes; beta-binomial for shares, normal for NPS).',
      rank: 'Places: 1 plus those that are surely better, down to all less those that are surely worse. Surely: intervals of 1.39 standard errors do not touch, which is about 5 % for each pair.',
      users: 'Only what end users say counts, each with the intermediary through whom it was served on the day it spoke; customers and deciders as such, and people of intermediaries, do not.',
      late: 'Late is what was done after the day it was due, or was due and is not done yet; the delay of an open one counts until the end of the period. What it delivers and what is delivered to it stand apart.',
      causes: 'A cause stands out if its expected share lies wholly above the usual one: two hundred single comparisons would find ten by chance.',
      inventory: 'Units in store = units bought less units known to be sold on. It is told only where every purchase says how many. Who sold on more than it is known to have bought got the rest elsewhere or before: then neither its stock nor the share sold on can be said.',
    },
    split: {
      model: 'Each score is taken as: mean + product + intermediary + this product at this intermediary + rest. The share of each is its variance divided by the sum of all four.',
      way: 'How large the variances may be is weighed by how likely the answers are under each (restricted likelihood, with a weak prior that thinks small differences likelier than large ones). Shares are those under which the answers are most likely (REML); intervals leave out 2.5 % of that weight on either side.',
      sureness: 'Sure: the weight of all cases in which intermediaries differ more than products. Below 95 % either way it stays open.',
      limits: 'Below 3 products, 5 intermediaries or 60 answers nothing is split. With three or four products the shares hang much on chance among these few: look at the intervals. End users choose where they buy: what a clientele brings along counts as the intermediary.',
    },
  },
} as const
