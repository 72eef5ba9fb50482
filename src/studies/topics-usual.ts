import type { AnsweredBy, Language, Settings, Topic } from '../roles/settings.ts'
import { topicName } from './topics-own.ts'

interface UsualTopic {
  readonly name: string
  readonly answeredBy: AnsweredBy
  /** By language: words and phrases, joined by commas. */
  readonly words: Readonly<Partial<Record<Language, string>>>
}

/** Topics that every team meets, by the role that can answer (2.9 of the model): those who pay cannot speak for ease, those who use not for the contract. */
const USUAL_TOPICS: readonly UsualTopic[] = [
  {
    name: 'price', answeredBy: 'customer',
    words: {
      en: 'price, pricing, pricey, cost, costs, costly, expensive, cheap, cheaper, overpriced, budget, discount, fee, afford, affordable, worth the money, value for money, too dear, pay, paying, invoice, billing, bill, willing to pay',
      de: 'preis, preise, kosten, kostet, teuer, zu teuer, billig, günstig, budget, rabatt, gebühr, bezahlen, zahlen, rechnung, preiserhöhung, preis-leistung',
      fr: 'prix, tarif, coût, coûte, cher, chère, trop cher, budget, remise, facture, facturation, payer',
      es: 'precio, precios, coste, costo, cuesta, caro, cara, barato, presupuesto, descuento, factura, facturación, pagar, tarifa',
    },
  },
  {
    name: 'contract', answeredBy: 'customer',
    words: {
      en: 'contract, agreement, renew, renewal, licence, license, licensing, terms, notice period, cancel, cancellation, procurement, purchase, subscription, upgrade the plan, seats, compliance, legal',
      de: 'vertrag, verträge, vertragslaufzeit, verlängern, verlängerung, lizenz, lizenzen, kündigen, kündigung, kündigungsfrist, einkauf, bedingungen, abonnement, abo',
      fr: 'contrat, renouveler, renouvellement, licence, résilier, résiliation, abonnement, conditions, achat',
      es: 'contrato, renovar, renovación, licencia, cancelar, cancelación, suscripción, condiciones, compra',
    },
  },
  {
    name: 'vendor', answeredBy: 'customer',
    words: {
      en: 'vendor, supplier, your company, reputation, trust you, references, roadmap, go out of business, account manager, certificate, certification, audit report, security review, data protection, sla',
      de: 'anbieter, lieferant, hersteller, ruf, vertrauen, referenzen, ansprechpartner, zertifikat, zertifizierung, datenschutz',
      fr: 'fournisseur, prestataire, éditeur, réputation, confiance, références, interlocuteur, certificat, protection des données',
      es: 'proveedor, reputación, confianza, referencias, certificado, protección de datos',
    },
  },
  {
    name: 'delivery', answeredBy: 'customer',
    words: {
      en: 'delivery, deliver, delivered, late, delay, delayed, deadline, due date, schedule, milestone, on time, overdue, pallet, shipment',
      de: 'lieferung, liefern, liefertermin, geliefert, verspätung, verspätet, verzögerung, frist, termin, meilenstein, pünktlich, zu spät',
      fr: 'livraison, livrer, livré, retard, délai, échéance, jalon, en retard',
      es: 'entrega, entregar, retraso, plazo, demora, hito, tarde',
    },
  },
  {
    name: 'functions', answeredBy: 'user',
    words: {
      en: 'feature, features, function, functions, functionality, missing, add support for, integration, integrate, export, exports, import, imports, report, search, filter, shortcut, notification, offline, dark mode, api, attachment, attachments',
      de: 'funktion, funktionen, fehlt, fehlen, schnittstelle, integration, exportieren, importieren, export, import, suche, suchen, filter, offline, benachrichtigung, bericht, anhang, anhänge',
      fr: 'fonction, fonctions, fonctionnalité, fonctionnalités, manque, intégration, exporter, importer, recherche, filtre, hors ligne, notification, rapport',
      es: 'función, funciones, funcionalidad, falta, integración, exportar, importar, búsqueda, filtro, sin conexión, notificación, informe',
    },
  },
  {
    name: 'ease', answeredBy: 'user',
    words: {
      en: 'easy, ease, easier, hard to use, difficult, confusing, intuitive, usability, user friendly, understand, understands, learn, click, clicks, screen, button, menu, layout, find, hard to find, complicated, clumsy, steps, use, using',
      de: 'einfach, schwierig, kompliziert, verwirrend, intuitiv, bedienung, bedienbar, verständlich, verstehen, klick, klicks, bildschirm, knopf, menü, unübersichtlich, umständlich',
      fr: 'facile, facilité, difficile, compliqué, confus, intuitif, ergonomie, comprendre, clic, clics, écran, bouton, menu',
      es: 'fácil, facilidad, difícil, complicado, confuso, intuitivo, usabilidad, entender, clic, pantalla, botón, menú',
    },
  },
  {
    name: 'quality', answeredBy: 'user',
    words: {
      en: 'quality, bug, bugs, buggy, error, errors, crash, crashes, broken, breaks, fails, failure, unreliable, reliable, wrong result, lost data, loses, defect, defective, does not work, stopped working, not working, nothing works',
      de: 'qualität, fehler, fehlerhaft, absturz, stürzt ab, kaputt, defekt, zuverlässig, unzuverlässig, funktioniert nicht, geht nicht',
      fr: 'qualité, bogue, erreur, erreurs, plante, panne, cassé, défaut, fiable, ne marche pas, ne fonctionne pas',
      es: 'calidad, error, errores, fallo, fallos, falla, roto, defecto, fiable, no funciona',
    },
  },
  {
    name: 'speed', answeredBy: 'user',
    words: {
      en: 'speed, slow, slower, slowly, fast, faster, quick, quickly, performance, lag, laggy, freeze, freezes, loading, load time, timeout, hangs, waiting, takes minutes, takes forever, takes too long',
      de: 'geschwindigkeit, langsam, langsamer, schnell, schneller, ladezeit, lädt, hängt, ruckelt, wartezeit, dauert zu lange, dauert ewig',
      fr: 'vitesse, lent, lente, lenteur, rapide, rapidité, rame, chargement, attendre, trop long',
      es: 'velocidad, lento, lenta, lentitud, rápido, rápida, tarda, carga, espera',
    },
  },
  {
    name: 'returns', answeredBy: 'channel',
    words: {
      en: 'return, returns, returned, refund, refunds, send it back, sending it back, exchange, warranty, money back, repair',
      de: 'rückgabe, retoure, rücksendung, zurückschicken, erstattung, umtausch, garantie, geld zurück, reparatur',
      fr: 'retour, retours, renvoyer, remboursement, rembourser, échange, garantie, réparation',
      es: 'devolución, devolver, reembolso, cambio, garantía, reparación',
    },
  },
  {
    name: 'shop service', answeredBy: 'channel',
    words: {
      en: 'shop, store, dealer, reseller, retailer, counter, shop assistant, salesperson, sales staff, checkout, shipping, courier, parcel, in stock, out of stock',
      de: 'laden, geschäft, händler, fachhändler, verkäufer, beratung im laden, kasse, versand, paket, lieferdienst, ausverkauft',
      fr: 'magasin, boutique, revendeur, vendeur, caisse, colis, expédition, en stock',
      es: 'tienda, distribuidor, revendedor, vendedor, mostrador, caja, envío, paquete, en stock',
    },
  },
]

/** A topic with where it comes from, and its words by language; null: of no language in particular, as the team wrote them. */
export interface KnownTopic extends Topic {
  readonly own: boolean
  readonly byLanguage: readonly { readonly language: Language | null; readonly words: readonly string[] }[]
}

const listed = (words: string): string[] => words.split(',').map((word) => word.trim())

const USUAL_KNOWN: readonly KnownTopic[] = USUAL_TOPICS.map(({ name, answeredBy, words }) => {
  const byLanguage = Object.entries(words).map(([language, list]) => ({ language: language as Language, words: listed(list) }))
  return { name, answeredBy, own: false, byLanguage, words: byLanguage.flatMap((one) => one.words) }
})

/** The team's own topics, then the usual ones that none of the same name replaces. */
export function topicsOf({ topics }: Pick<Settings, 'topics'>): readonly KnownTopic[] {
  const own = topics.map((topic): KnownTopic => ({ ...topic, own: true, byLanguage: [{ language: null, words: topic.words }] }))
  const names = new Set(own.map(({ name }) => topicName(name)))
  return [...own, ...USUAL_KNOWN.filter(({ name }) => !names.has(topicName(name)))]
}
