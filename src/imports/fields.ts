import type { Kind } from './plan.ts'

/** How the text of a field is understood. */
export type FieldType = 'identifier' | 'email' | 'domain' | 'text' | 'day' | 'instant' | 'amount' | 'currency' | 'whole' | 'truth' | 'word' | 'score' | 'number'

export interface Field {
  readonly name: string
  readonly type: FieldType
  /** What it is, for people who correct a plan. */
  readonly says: string
  /** Headers that mean it, in letters and digits only, lower case; the best first. */
  readonly headers?: readonly string[]
  /** One field of each group must be given, by column or constant: `person` groups id and email. */
  readonly needed?: string
  /** For words: what they may mean. */
  readonly meanings?: readonly string[]
  /** How much a column for it speaks for its kind of table, where its header says so; 1 where absent. */
  readonly weight?: number
}

const h = (words: string): readonly string[] => words.split(/\s+/)

/** Headers that say no more than that here are the ids of the rows, or their names. */
const BARE: ReadonlySet<string> = new Set([...h('id key uuid recordid identifiant identificador kennung nummer numero'), 'name'])

const FUNCTIONS = ['member', 'admin', 'billing', 'decider', 'champion']
const PERSON: readonly Field[] = [
  { name: 'person', type: 'identifier', says: 'Id of the person in the product', needed: 'who',
    headers: h('userid uid personid memberid useruuid userguid distinctid customerid customerkey id key uuid recordid externalid login username user benutzerid nutzerid nutzer benutzer idutilisateur utilisateurid utilisateur idusuario usuarioid usuario employeeid identifiant identificador kennung') },
  { name: 'email', type: 'email', says: 'E-mail address of the person', needed: 'who',
    headers: h('email emailaddress mail mailaddress useremail workemail primaryemail personemail contactemail emailid emailadresse mailadresse courriel adresseemail adressemail correo correoelectronico') },
]
const NAMES: readonly Field[] = [
  { name: 'name', type: 'text', says: 'Full name', headers: h('name fullname username displayname personname contactname primarynamefull customername vollername nomcomplet nombrecompleto nutzername ansprechpartner contact') },
  { name: 'firstName', type: 'text', says: 'First name', headers: h('firstname givenname fname aufname primarynamefirst vorname prenom nombre nombredepila') },
  { name: 'lastName', type: 'text', says: 'Family name', headers: h('lastname surname familyname lname aulname primarynamelast nachname familienname nomdefamille nom apellido apellidos') },
]
const ORGANIZATION: readonly Field[] = [
  { name: 'organization', type: 'identifier', says: 'Id of the organization or account', needed: 'which',
    headers: h('organizationid organisationid accountid companyid orgid tenantid workspaceid teamid groupid customerid clientid accountnumber accountno businessentityid resellerid resellerkey storeid storid publisherid pubid shipperid supplierid vendorid partnerid customerkey customernumber recordid id key uuid kundennummer kundennr kundenid firmenid kontoid mandant mandantid organisationsid idclient idsociete idcliente idempresa identifiant identificador kennung') },
  { name: 'organizationName', type: 'text', says: 'Name of the organization', needed: 'which',
    headers: h('organizationname organisationname accountname companyname customername resellername storename storname pubname suppliername partnername clientname company organization organisation account tenant workspace employer primarynameorg businessname firm firma firmenname unternehmen kunde kundenname organisationseinheit entreprise societe raisonsociale empresa razonsocial compania name') },
  { name: 'domain', type: 'domain', says: 'Web or mail domain of the organization', needed: 'which', headers: h('domain companydomain companydomainname emaildomain website websiteurl web url homepage webseite internet siteweb sitioweb dominio domaine') },
]
const PRODUCT: Field = { name: 'product', type: 'identifier', says: 'Product',
  headers: h('product productid productname productkey productcode sku item itemname app application articleid article artikel artikelnummer produkt produktname produit producto titleid') }
const PERIOD: readonly Field[] = [
  { name: 'from', type: 'day', says: 'First day', headers: h('from startdate start startsat validfrom begin begindate since startson von beginn startdatum gueltigab debut datededebut datedebut desde fechainicio inicio') },
  { name: 'to', type: 'day', says: 'Day after the last', headers: h('to enddate end endsat validto until endson bis ende enddatum gueltigbis fin datedefin datefin hasta fechafin') },
]
const MONEY: readonly Field[] = [
  { name: 'amount', type: 'amount', says: 'Amount of money', needed: 'money', weight: 1.5,
    headers: h('amount total totalamount grandtotal amounttotal amountdue salesamount value price sum revenue betrag gesamtbetrag bruttobetrag summe brutto gesamt preis umsatz rechnungsbetrag montant montantttc totalttc prix importe importetotal monto precio') },
  { name: 'currency', type: 'currency', says: 'Currency, ISO 4217', headers: h('currency currencycode currencyiso iso4217 ccy cur waehrung wahrung devise monnaie moneda divisa currencykey') },
]
/** Who buys: an organization or a person. `payer` where somebody else settles it. */
const CUSTOMER: readonly Field[] = [
  { name: 'customer', type: 'identifier', says: 'Id of the customer', needed: 'buyer',
    headers: h('customerid accountid organizationid organisationid companyid clientid userid orgid tenantid workspaceid teamid customerkey customernumber customerno resellerkey resellerid buyerid storid storeid debtorid subscriberid kundennummer kundennr kundenid kontoid debitor debitorennummer idclient clientnumber idcliente numerocliente customer') },
  { name: 'customerEmail', type: 'email', says: 'E-mail address of the customer', needed: 'buyer',
    headers: h('customeremail billingemail email emailaddress mail useremail accountemail buyeremail receiptemail payeremail kundenemail emaildeskunden emailclient courriel correo correoelectronico') },
  { name: 'customerName', type: 'text', says: 'Name of the customer', needed: 'buyer',
    headers: h('customername accountname companyname clientname organizationname organisationname customer account company client organization organisation buyer billto billedto soldto subscriber kunde kundenname firma firmenname unternehmen rechnungsempfaenger auftraggeber entreprise societe raisonsociale nomclient cliente empresa razonsocial nombrecliente name') },
  { name: 'payer', type: 'identifier', says: 'Id of who pays, where it is not the customer', headers: h('payerid payer payingcustomerid billingaccountid billtoid invoiceownerid invoicingcustomerid paidby payingaccount zahler kostentraeger rechnungszahler payeur pagador') },
]
const ID = (headers: string): Field => ({ name: 'id', type: 'identifier', says: 'Id of the row', headers: h(`${headers} identifiant identificador kennung`) })
/** The same for instants and days: which of both it is, the cells tell. */
const TIMES_OF_USE = h(`timestamp occurredat eventtime eventtimestamp usagedate eventdate activitydate usedat usedate usageday day date time at datetime receivedat sentat originaltimestamp createdat dateofuse activeday
  ts t occurred occurredon happenedat happened eventat eventon eventts useddate sessiondate sessionstart sessionstartedat servertime servertimestamp loggedat whenused created
  zeitstempel zeitpunkt nutzungstag tag datum zeit uhrzeit horodatage horodate datedutilisation jour heure fechahora fecha dia hora`)
const USE = (id: string): readonly Field[] => [
  ID(id), ...PERSON.map((field) => ({ ...field, needed: 'user', headers: field.headers?.filter((header) => !BARE.has(header)) })),
  { name: 'anonymous', type: 'identifier', says: 'Id of a visitor who is not known', needed: 'user', headers: h('anonymousid visitorid deviceid cookieid sessionid besucherid') },
  { name: 'agreement', type: 'identifier', says: 'Subscription under which it was used; its customer is the account', needed: 'user', headers: h('subscriptionid subscription agreementid contractid licenseid licenceid aboid abonnementid abonummer vertragsnummer suscripcionid') },
  { name: 'account', type: 'identifier', says: 'Account in which it was used', needed: 'user', headers: h('accountid account organizationid organisationid workspaceid tenantid companyid groupid orgid teamid company organization tenant workspace kontoid firmenid firma mandant entreprise empresa') },
  { name: 'event', type: 'text', says: 'What was done', weight: 2, headers: h('event eventname eventtype action activity feature featurename page pagename screen usagetype endpoint ereignis aktion funktion evenement fonctionnalite evento accion funcion type name') },
  { name: 'count', type: 'whole', says: 'How often', headers: h('count events usagecount eventcount quantity hits sessions actions numberofevents requests anzahl nutzungen nombre nombredevenements cantidad eventos usage') },
  { name: 'channel', type: 'text', says: 'Channel: web, app, api', headers: h('channel platform source client kanal plattform canal plataforma') },
  PRODUCT,
]
const VOICE = (id: string): readonly Field[] => [
  ID(id),
  ...PERSON.map((field) => ({ ...field, headers: field.name === 'person' ? h('userid respondentid requesterid customerid customerkey personid memberid distinctid authorid nutzerid benutzerid user requester respondent author') : h('email emailaddress useremail respondentemail requesteremail customeremail contactemail mail courriel correo') })),
  { name: 'account', type: 'identifier', says: 'Account of the person', needed: 'who', headers: h('accountid organizationid organisationid companyid account organization organisation company orgid tenantid workspaceid kontoid firma entreprise empresa') },
  { name: 'at', type: 'instant', says: 'When it was said', needed: 'when',
    headers: h('submittedat createdat respondedat answeredat date timestamp created submitted responsedate surveydate churndate createddate time at datum erstelltam eingegangenam datederéponse datereponse fecha fecharespuesta completedat') }, PRODUCT,
  { name: 'topic', type: 'text', says: 'Topic', headers: h('topic category reason reasoncode subject tag tags theme area subcategory englishproductsubcategoryname thema kategorie grund betreff sujet categorie motif tema categoria motivo title') },
  { name: 'text', type: 'text', says: 'What was said', weight: 1.5, headers: h('comment feedback feedbacktext text message description comments response verbatim body note notes kommentar nachricht beschreibung freitext commentaire avis comentario mensaje detail details title') },
  { name: 'channel', type: 'text', says: 'Channel', headers: h('channel via source kanal canal') },
]

/** The fields of each kind of table. */
export const FIELDS: { readonly [kind in Kind]: readonly Field[] } = {
  users: [
    ...PERSON, ...NAMES, { name: 'anonymous', type: 'identifier', says: 'Visitor id before sign-up', headers: h('anonymousid visitorid deviceid') },
    { name: 'account', type: 'identifier', says: 'Account or organization of the user', headers: h('accountid organizationid organisationid companyid workspaceid tenantid teamid groupid orgid kontoid firmenid mandantid idsociete idempresa organizationids account customerid clientid kundennummer kundenid idclient idcliente') },
    { name: 'accountName', type: 'text', says: 'Name of that account',
      headers: h('accountname company companyname organization organisation organizationname organisationname account employer workspace team tenant firma unternehmen firmenname entreprise societe empresa compania') },
    { name: 'function', type: 'word', says: 'Function in the account', meanings: FUNCTIONS, headers: h('role userrole accountrole function permissionlevel accesslevel usertype rolle funktion rol accountowner') },
    { name: 'joined', type: 'day', says: 'Member since', headers: h('joined joinedat signupdate signedup signedupat createdat created registeredat registrationdate membersince createddate datejoined angemeldetam registriertam erstelltam beitritt datedinscription inscritle fechaalta fecharegistro') },
    { name: 'lastActive', type: 'instant', says: 'Last use', weight: 2,
      headers: h('lastactive lastactiveat lastseen lastseenat lastlogin lastloginat lastloggedin lastsignin lastsigninat lastactivity lastactivitydate lastuse lastused lastusedat lastaccess lastvisit lastactivedate zuletztaktiv letzteaktivitaet letzteaktivitat letzteanmeldung letzterlogin zuletztgesehen zuletztangemeldet derniereconnexion derniereactivite dernieracces ultimoacceso ultimaactividad ultimaconexion ultimologin') },
    { name: 'category', type: 'text', says: 'Category of user', headers: h('category segment persona usercategory usersegment kategorie categorie categoria') },
    { name: 'is', type: 'word', says: 'Is the row a person or an organization?', meanings: ['person', 'organization', 'machine'], headers: h('recordtype entitytype partytype customertype accounttype typ type') },
    { name: 'ownName', type: 'text', says: 'Name, where the row is an organization', headers: h('primarynameorg nameorg orgname businessname') }, PRODUCT,
  ],
  'usage-events': [...USE('eventid usageid messageid insertid id uuid key'), { name: 'at', type: 'instant', says: 'When it was used', needed: 'when', weight: 2,
    headers: TIMES_OF_USE }],
  'usage-days': [...USE('usageid eventid id uuid key'), { name: 'day', type: 'day', says: 'Day of use', needed: 'when', weight: 2, headers: TIMES_OF_USE }],
  organizations: [
    ...ORGANIZATION, { name: 'parent', type: 'identifier', says: 'Id of the parent organization', weight: 2, headers: h('parentid parentaccountid parentcompanyid parentorganizationid parentaccount ultimateparentid muttergesellschaftid konzernid idmaisonmere idmatriz') },
    { name: 'parentName', type: 'text', says: 'Name of the parent organization', weight: 2, headers: h('parent parentname parentcompany parentcompanyname parentaccountname parentorganization subsidiaryof partof ultimateparent owner muttergesellschaft mutter konzern teilvon maisonmere filialede societemere matriz filialde') },
    { name: 'category', type: 'text', says: 'Industry or category', headers: h('industry sector category businesstype segment vertical branche kategorie secteur secteurdactivite categorie sectoractividad industria tier') },
    { name: 'payer', type: 'identifier', says: 'Id of the organization that pays for it', headers: h('payerid payer payingcustomerid billingaccountid billtoid invoiceownerid paidby zahler payeur pagador') },
    { name: 'left', type: 'day', says: 'Day on which it is said to have left', headers: h('churndate churnedat leftat left cancelledat canceledat cancellationdate kuendigungsdatum gekuendigtam dateresiliation fechabaja') },
    { name: 'hasLeft', type: 'truth', says: 'Is it said to have left?', headers: h('churnflag churned haschurned ischurned hasleft cancelled canceled gekuendigt resilie baja') },
  ],
  contacts: [
    { name: 'contact', type: 'identifier', says: 'Id of the contact', needed: 'who', headers: h('contactid personid contactkey leadid prospectid prospectivebuyerkey prospectkey recordid ansprechpartnerid kontaktid idcontact idcontacto id key identifiant identificador kennung') },
    ...PERSON.map((field) => (field.name === 'person' ? { ...field, headers: h('userid uid useruuid externalid benutzerid nutzerid idutilisateur idusuario') } : field)),
    ...NAMES.map((field) => (field.name === 'name' ? { ...field, needed: 'who' } : field)), ...ORGANIZATION.map(({ needed: _, ...field }) => ({ ...field, headers: field.headers?.filter((header) => !BARE.has(header)) })),
    { name: 'title', type: 'text', says: 'Job title', weight: 2.5, headers: h('jobtitle contacttitle contacttype title position jobposition jobrole role stelle berufsbezeichnung funktion titel beruf poste fonction intitule cargo puesto') },
    { name: 'function', type: 'word', says: 'Function for the purchase', meanings: FUNCTIONS, headers: h('buyingrole contactrole decisionrole purchasingrole kaufrolle') },
    { name: 'permission', type: 'word', says: 'May be asked?', meanings: ['yes', 'no', 'unknown'], headers: h('optin emailoptin consent marketingconsent permission subscribed emailpermission einwilligung consentement consentimiento') },
    { name: 'category', type: 'text', says: 'Category', headers: h('category segment lifecyclestage leadstatus kategorie') },
  ],
  memberships: [
    ...PERSON.map((field) => ({ ...field, headers: field.headers?.filter((header) => !(BARE.has(header) || ['customerid', 'customerkey'].includes(header))) })),
    ...ORGANIZATION.map((field) => ({ ...field, headers: field.headers?.filter((header) => !(BARE.has(header) || ['website', 'url', 'web', 'homepage'].includes(header))) })),
    { name: 'function', type: 'word', says: 'Function', meanings: FUNCTIONS, headers: h('role function memberrole membershiprole rolle funktion fonction rol funcion') }, ...PERIOD,
  ],
  ownerships: [
    { name: 'organization', type: 'identifier', says: 'Id of the part', needed: 'part', headers: h('organizationid childid childaccountid subsidiaryid accountid companyid child subsidiary part childaccount organization company tochter tochtergesellschaft filiale filial') },
    { name: 'parent', type: 'identifier', says: 'Id of the owner', needed: 'owner', headers: h('parentid parentaccountid parentcompanyid ownerid holdingid parent parentaccount parentcompany owner holding mutter muttergesellschaft maisonmere matriz') }, ...PERIOD,
  ],
  products: [
    { name: 'product', type: 'identifier', says: 'Key of the product', needed: 'product', weight: 1.5, headers: h('productid productkey productcode sku product itemid articleid titleid artikelnummer artikelid produktid produkt idproduit idproducto') },
    { name: 'name', type: 'text', says: 'Name', headers: h('productname name title itemname bezeichnung produktname artikel nomproduit nombreproducto') },
    { name: 'fundedBy', type: 'identifier', says: 'Product that funds it', weight: 2, headers: h('fundedby fundedbyproduct sponsorproduct') },
    { name: 'price', type: 'amount', says: 'List price; kept as it is, part of no answer', weight: 1.5, headers: h('salesprice listprice price unitprice standardprice preis listenpreis einzelpreis prix prixunitaire precio preciounitario') },
  ],
  subscriptions: [
    ID('subscriptionid subscription agreementid contractid licenseid licenceid id key uuid aboid abonnementid abonummer vertragsnummer vertragsid idabonnement idsuscripcion'),
    ...CUSTOMER, { name: 'seller', type: 'identifier', says: 'Who sells it; we, if nobody is named', headers: h('seller sellerid soldby vendor reseller verkaeufer vendeur vendedor') }, PRODUCT,
    { name: 'plan', type: 'text', says: 'Plan', weight: 1.5, headers: h('plan planname plantier tier plantype subscriptionplan packagename package edition tarif paket formule offre tarifa planname') },
    { name: 'seats', type: 'whole', says: 'Number of seats', weight: 1.5, headers: h('seats seatcount numberofseats licenses licences quantity users usercount plaetze nutzerzahl lizenzen anzahllizenzen sieges licences postes asientos licencias') },
    ...MONEY.map(({ needed: _, ...field }) => (field.name === 'amount' ? { ...field, weight: 1.5, headers: h('mrramount mrr arramount arr monthlyamount monthlyprice annualamount yearlyamount annualprice recurringamount planamount unitamount amount price value total totalamount fee monatsbetrag monatspreis jahresbetrag jahrespreis betrag preis montantmensuel montantannuel montant prix importemensual importe precio') } : field)),
    { name: 'interval', type: 'word', says: 'Interval of the amount', meanings: ['day', 'week', 'month', 'quarter', 'year', 'once'], weight: 1.5, headers: h('interval billinginterval billingfrequency billingperiod billingcycle period frequency term paymentinterval recurrence intervall abrechnungsintervall zahlungsintervall abrechnungszeitraum turnus periodicite frequence periodicidad frecuencia') },
    { name: 'from', type: 'day', says: 'First day', needed: 'when', weight: 1.5, headers: h('startdate start startedat startsat from validfrom begindate activationdate activatedat startson subscriptionstart contractstart startdatum beginn von vertragsbeginn laufzeitbeginn gueltigab datededebut datedebut debut fechainicio fechadeinicio inicio desde createdat created updatedat updated modifiedat lastmodified') },
    { name: 'to', type: 'day', says: 'Day of the end', weight: 1.5, headers: h('enddate end endedat endsat to validto cancelledat canceledat expirydate expiresat expires expirationdate subscriptionend contractend enddatum ende bis vertragsende laufzeitende gueltigbis datedefin datefin fin fechafin fechadefin hasta cancellationdate terminationdate') },
    { name: 'renews', type: 'day', says: 'Next renewal', weight: 1.5, headers: h('renews renewsat renewaldate nextrenewal nextbillingdate nextbilling nextpaymentdate renewson verlaengerung verlaengertam naechsteabrechnung renouvellement prochaineecheance renovacion proximarenovacion') },
    { name: 'status', type: 'word', says: 'Status', meanings: ['in-force', 'trial', 'ended', 'never-began'], headers: h('status subscriptionstatus state zustand statut etat estado') },
    { name: 'trial', type: 'truth', says: 'Is it a trial?', headers: h('istrial trial intrial testphase probezeit essai esprueba') },
  ],
  invoices: [
    { ...ID('invoiceid invoiceuuid id key uuid rechnungsid idfacture idfactura'), weight: 1 }, ...CUSTOMER,
    { name: 'number', type: 'text', says: 'Number of the invoice', weight: 2, headers: h('invoicenumber invoiceno invoicenr invoice number documentnumber documentno billnumber rechnungsnummer rechnungsnr rechnung belegnummer belegnr numerofacture numerodefacture facture numerofactura numerodefactura factura') },
    ...MONEY.map((field) => (field.name === 'amount' ? { ...field, headers: h('total totalamount grandtotal invoicetotal invoiceamount amounttotal gross grossamount totalgross amountdue amount value sum net netamount totalnet subtotal bruttobetrag gesamtbetrag rechnungsbetrag brutto gesamt summe betrag nettobetrag netto totalttc montantttc montanttotal total montant totalht montantht importetotal total importe monto') } : field)),
    { name: 'paid', type: 'amount', says: 'Amount paid', weight: 1, headers: h('amountpaid paidamount totalpaid paid bezahlt gezahlt bezahlterbetrag zahlbetrag montantpaye importepagado pagado') },
    { name: 'at', type: 'instant', says: 'Date of the invoice', needed: 'when', weight: 1,
      headers: h('invoicedate dateofinvoice issuedate issuedat issued invoicedat billdate documentdate finalizedat date created createdat paidat rechnungsdatum belegdatum ausstellungsdatum datum datefacture datedefacture datedefacturation dateemission date fechafactura fechaemision fecha') },
    { name: 'from', type: 'day', says: 'First day of the period', weight: 1.5, headers: h('periodstart servicestart serviceperiodstart periodfrom billingperiodstart servicefrom startdate from leistungvon zeitraumvon leistungszeitraumvon leistungsbeginn von abrechnungvon debutperiode periodedebut datededebut inicioperiodo desde') },
    { name: 'to', type: 'day', says: 'Day after the period', weight: 1.5, headers: h('periodend serviceend serviceperiodend periodto billingperiodend serviceto enddate to leistungbis zeitraumbis leistungszeitraumbis leistungsende bis abrechnungbis finperiode periodefin datedefin finperiodo hasta') },
    { name: 'agreement', type: 'identifier', says: 'Subscription', headers: h('subscriptionid subscription agreementid contractid contract vertragsnummer vertrag abonnement abonnementid suscripcion') },
    { name: 'seats', type: 'whole', says: 'Seats or quantity', headers: h('seats seatcount licenses licences users plaetze lizenzen sieges asientos licencias quantity qty menge anzahl quantite cantidad') }, PRODUCT,
    { name: 'status', type: 'word', says: 'Status', meanings: ['paid', 'open', 'draft', 'void', 'credit', 'refunded'], headers: h('status invoicestatus state paymentstatus zahlungsstatus rechnungsstatus documenttype invoicetype belegart type statut etat estado') },
  ],
  payments: [
    { ...ID('paymentid chargeid transactionid paymentreference id key uuid zahlungsid transaktionsid transaktion idpaiement idpago payment transaction'), weight: 1.5 }, ...CUSTOMER,
    ...MONEY.map((field) => (field.name === 'amount' ? { ...field, headers: h('amount paymentamount amountpaid chargeamount gross grossamount total value betrag zahlbetrag montant importe monto') } : field)),
    { name: 'refunded', type: 'amount', says: 'Amount given back', weight: 1.5, headers: h('amountrefunded refundedamount refunded refundamount refund erstattet erstattungsbetrag rembourse montantrembourse reembolsado importereembolsado') },
    { name: 'at', type: 'instant', says: 'When it was paid', needed: 'when', weight: 1, headers: h('paidat paymentdate datepaid transactiondate chargedat date created createdat timestamp paidon postedat zahlungsdatum bezahltam buchungsdatum wertstellung valuta datum datedepaiement datepaiement paiementle fechapago fechadepago fecha') },
    { name: 'agreement', type: 'identifier', says: 'Subscription or agreement', headers: h('subscriptionid subscription agreementid contractid vertragsnummer abonnement') },
    { name: 'invoice', type: 'identifier', says: 'Invoice or order that it settles', headers: h('invoiceid invoicenumber invoice rechnungsnummer rechnung numerofacture facture factura') }, PRODUCT,
    { name: 'kind', type: 'word', says: 'Charge, refund or credit', meanings: ['charge', 'refund', 'credit'], headers: h('type kind transactiontype paymenttype art typ') },
    { name: 'status', type: 'word', says: 'Status', meanings: ['paid', 'failed', 'pending', 'refunded'], headers: h('status paymentstatus state zahlungsstatus statut estado') },
  ],
  sales: [
    { ...ID('orderid saleid salesorderid salesordernumber ordernumber orderno ordnum transactionid receiptnumber id key uuid bestellnummer bestellid auftragsnummer numerocommande numerodecommande commande numeropedido pedido order'), weight: 2 },
    { name: 'line', type: 'identifier', says: 'Line of the order; with the id it names the row', headers: h('linenumber salesorderlinenumber lineid lineno orderline orderlinenumber line position positionsnummer ligne linea itemnumber') },
    ...CUSTOMER, { name: 'seller', type: 'identifier', says: 'Who sold it; we, if nobody is named', headers: h('seller sellerid soldby vendor verkaeufer vendeur vendedor') }, PRODUCT,
    ...MONEY.map((field) => (field.name === 'amount' ? { ...field, headers: h('salesamount ordertotal totalamount amount total linetotal grandtotal revenue value saleamount sum turnover umsatz gesamtbetrag betrag summe montant montanttotal importe importetotal monto total') } : field)),
    { name: 'quantity', type: 'whole', says: 'Number of pieces', weight: 1, headers: h('quantity orderquantity qty units pieces menge anzahl stueck stueckzahl quantite cantidad unidades') },
    { name: 'price', type: 'amount', says: 'Price of one piece; with quantity and discount it gives the amount', needed: 'money', weight: 0.5,
      headers: h('unitprice priceperunit priceeach itemprice sellingprice saleprice salesprice listprice price einzelpreis stueckpreis verkaufspreis preis prixunitaire prix preciounitario precio') },
    { name: 'discount', type: 'number', says: 'Discount, as a share or in percent', weight: 0.5,
      headers: h('discount discountpercent discountpercentage discountpct discountrate discountshare rabatt rabattprozent rabattsatz remise tauxderemise tauxremise pourcentageremise descuento porcentajedescuento') },
    { name: 'sentTo', type: 'text', says: 'Name of whom it is sent to; told where it is not the customer', weight: 0.5,
      headers: h('shipname shiptoname shippingname shipto recipientname recipient deliveryname deliverto lieferempfaenger lieferempfangername lieferempfanger empfaenger nomlivraison destinataire livrea nombreenvio destinatario') },
    { name: 'linesIn', type: 'text', says: 'Table with the lines of these orders, which give the money', needed: 'money' },
    { name: 'at', type: 'instant', says: 'Date of the sale', needed: 'when', weight: 1, headers: h('orderdate saledate dateofsale orddate purchasedate soldat orderedat date created createdat timestamp transactiondate bestelldatum kaufdatum auftragsdatum verkaufsdatum datum datedecommande datecommande datevente datedevente fechapedido fechaventa fecha') },
  ],
  resellers: [
    ...ORGANIZATION.map((field) => (field.name === 'organization' ? { ...field, weight: 1.5, headers: h('resellerid resellerkey reselleralternatekey partnerid dealerid distributorid partneraccountid haendlerid haendlernummer partnernummer idrevendeur idpartenaire iddistribuidor accountid id key') } : field.name === 'organizationName'
      ? { ...field, weight: 1.5, headers: h('resellername partnername dealername distributorname reseller partner dealer distributor haendler haendlername partnerfirma revendeur partenaire distribuidor socio companyname name company firma') } : field)),
    { name: 'category', type: 'text', says: 'Kind of reseller', headers: h('resellertype partnertype partnertier businesstype tier category level typ kategorie categorie categoria') }, PRODUCT,
  ],
  'sell-through': [
    ID('saleid orderid ordernumber reportid transactionid id key'), { name: 'reseller', type: 'identifier', says: 'Who sold it', needed: 'seller', weight: 2.5, headers: h('resellerid resellerkey partnerid dealerid distributorid haendlerid haendlernummer soldbyid idrevendeur iddistribuidor') },
    { name: 'resellerName', type: 'text', says: 'Name of who sold it', needed: 'seller', weight: 2.5, headers: h('reseller resellername partner partnername dealer dealername distributor distributorname soldby haendler haendlername revendeur partenaire distribuidor') },
    ...CUSTOMER.map((field) => ({ ...field, headers: [...(field.headers ?? []), ...(field.name === 'customerName' ? h('enduser endcustomer endcustomername endusername endkunde clientfinal utilisateurfinal clientefinal') : field.name === 'customer' ? h('enduserid endcustomerid endkundennummer') : [])].filter((header) => !/reseller|store|storid/.test(header)) })),
    PRODUCT, ...MONEY.map(({ needed: _, ...field }) => field), { name: 'quantity', type: 'whole', says: 'Number of pieces', headers: h('quantity qty units pieces menge anzahl stueck quantite cantidad unidades') },
    { name: 'at', type: 'instant', says: 'Date of the sale', needed: 'when', headers: h('saledate soldat date orderdate reportdate month selldate verkaufsdatum datum datedevente datevente fechaventa fecha') },
  ],
  scores: [
    ...VOICE('responseid surveyresponseid ticketid id key uuid antwortid'), { name: 'score', type: 'score', says: 'Score', needed: 'score', weight: 2.5,
      headers: h('score rating nps npsscore csat csatscore satisfactionscore satisfaction satisfactionrating ces cesscore grade stars effortscore likelihood likelihoodtorecommend recommendus friendorcolleague bewertung punktzahl zufriedenheit weiterempfehlung note notation satisfactionclient puntuacion valoracion satisfaccion') },
    { name: 'kind', type: 'word', says: 'NPS, CSAT or CES', meanings: ['nps', 'csat', 'ces'], headers: h('surveytype scoretype metric kind type umfrage') },
  ],
  requests: [
    ...VOICE('requestid feedbackid ideaid responseid surveyresponsekey surveyresponseid ticketid churneventid id key uuid')
      .map((field) => (field.name === 'text' ? { ...field, headers: [...(field.headers ?? []), ...h('request featurerequest wish idea suggestion complaint wunsch anforderung vorschlag beschwerde demande souhait suggestion reclamation peticion solicitud sugerencia queja')] } : field)),
    { name: 'kind', type: 'word', says: 'Request, complaint or praise', meanings: ['request', 'complaint', 'praise'], headers: h('kind type feedbacktype sentiment requesttype art typ') },
    { name: 'left', type: 'day', says: 'Day on which whoever said it is said to have left' },
    { name: 'title', type: 'text', says: 'Heading of what was said; it stands before the text', weight: 0.5, headers: h('title summary headline heading titel uberschrift ueberschrift titre titulo') },
  ],
  deals: [
    ID('dealid opportunityid oppid id key uuid verkaufschanceid angebotsnummer chanceid'), { name: 'name', type: 'text', says: 'Name of the deal', headers: h('dealname opportunityname deal opportunity name bezeichnung verkaufschance nomopportunite oportunidad') },
    ...CUSTOMER.map((field) => (field.name === 'payer' ? field : { ...field, needed: 'buyer' })), PRODUCT,
    ...MONEY.map(({ needed: _, ...field }) => (field.name === 'amount' ? { ...field, headers: h('closevalue dealvalue dealamount opportunityamount amount value acv tcv arr mrr revenue betrag wert auftragswert volumen montant valeur importe valor') } : field)),
    { name: 'interval', type: 'word', says: 'Interval of the amount; once, if nothing says so', meanings: ['day', 'week', 'month', 'quarter', 'year', 'once'], headers: h('interval billinginterval billingfrequency billingperiod term contractterm intervall periodicite periodicidad') },
    { name: 'stage', type: 'word', says: 'Stage', meanings: ['won', 'lost', 'open'], needed: 'stage', weight: 3, headers: h('dealstage stage stagename opportunitystage pipelinestage status phase verkaufsphase vertriebsphase etape etapa fase outcome') },
    { name: 'opened', type: 'day', says: 'Day of the first contact', headers: h('engagedate opened openedat createdate createddate createdat created opendate startdate eroeffnetam erstelltam datecreation fechacreacion') },
    { name: 'at', type: 'day', says: 'Day of closing', weight: 1.5, headers: h('closedate closedat closeddate closed wonat wondate expectedclosedate abschlussdatum abgeschlossenam datedecloture datecloture fechacierre fechadecierre') },
    { name: 'to', type: 'day', says: 'End of the contract', headers: h('contractenddate contractend enddate vertragsende findecontrat fincontrato') },
    { name: 'contact', type: 'identifier', says: 'Contact for the deal', headers: h('contactid primarycontactid primarycontact contact ansprechpartner contacto') },
    { name: 'function', type: 'word', says: 'Function of the contact', meanings: FUNCTIONS, headers: h('contactrole role buyingrole rolle') },
  ],
  deliveries: [
    ID('milestoneid deliveryid deliverableid workpackageid id key uuid meilensteinid idjalon idhito'),
    { name: 'agreement', type: 'identifier', says: 'Key of the project: of its agreement', needed: 'project', weight: 1.5, headers: h('projectid projectkey projectnumber project agreementid agreementkey agreement contractid contract projektnummer projektid projekt vertragsnummer vertrag idprojet projet contrat idproyecto proyecto contrato') },
    { name: 'milestone', type: 'text', says: 'Milestone', needed: 'milestone', weight: 3, headers: h('milestone milestonename deliverable deliverablename workpackage workpackagename meilenstein meilensteinname arbeitspaket jalon nomjalon livrable lot hito entregable') },
    { name: 'planned', type: 'amount', says: 'Planned cost', weight: 2, headers: h('planned plannedcost plannedamount plannedvalue budget budgetcost budgetedcost plancost bac geplant plankosten sollkosten budgetkosten prevu coutprevu budgetprevu planificado presupuesto costeprevisto') },
    { name: 'actual', type: 'amount', says: 'Cost so far', weight: 2, headers: h('actual actualcost actualamount spent costsofar costtodate cost ac istkosten ist ausgegeben kosten reel coutreel depense real costereal gastado') },
    ...MONEY.filter(({ name }) => name === 'currency'),
    { name: 'due', type: 'day', says: 'Due day', weight: 2, headers: h('due duedate dueday plannedend plannedfinish planneddate deadline baselinefinish targetdate faellig faelligam faelligkeit solltermin termin echeance dateprevue datelimite vencimiento fechaprevista fechalimite') },
    { name: 'done', type: 'day', says: 'Day on which it was done', weight: 2, headers: h('done doneon donedate completed completedon completiondate actualend actualfinish finished finishedon acceptedon erledigt erledigtam abgeschlossen abgeschlossenam fertig isttermin abnahme termine achevele datefin terminado fechareal completado') },
    { name: 'at', type: 'instant', says: 'When this was so', headers: h('asof reportedat reportedon reportdate statusdate updatedat updated stand berichtsdatum datedustatut fechaestado') },
  ],
  links: [
    { name: 'one', type: 'identifier', says: 'One identifier', needed: 'one', headers: h('one id1 ida anonymousid previousid externalid fromid leftid sourceid userid') },
    { name: 'other', type: 'identifier', says: 'The other identifier of the same party', needed: 'other', headers: h('other id2 idb userid email toid rightid targetid alias aliasid crmid') },
  ],
  evidence: [],
  objects: [],
  nothing: [],
}

export function fieldOf(kind: Kind, name: string): Field | undefined {
  return FIELDS[kind].find((field) => field.name === name)
}
