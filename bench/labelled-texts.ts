/**
 * Short texts of feedback with what they are about, written by hand before anything was measured with them; null: about nothing that one could tell. Every second text of a topic is known
 * to what is measured, the others are not. Whoever wrote them knew the program, so real feedback will be harder.
 */
export const LABELLED: Readonly<Record<string, readonly string[]>> = {
  price: [
    'We cannot afford this for forty people.', 'Your competitor charges half of that.', 'Honestly it is not worth what we pay.', 'Another increase? That is 20 percent in two years.', 'Please offer something for non-profits.', 'The free tier got smaller again.',
    'Finance asks me every month why this costs so much.', 'Seats we do not use should not be charged.', 'Zu teuer für einen kleinen Betrieb.', 'Der Preis steht in keinem Verhältnis zum Nutzen.', 'Le tarif a encore augmenté.', 'Demasiado caro para nosotros.',
    'I like it but my boss says the budget is gone.', 'Why is the invoice higher than the quote?', 'A yearly discount would help.', 'Cheap it is not.',
  ],
  contract: [
    'We want to end our subscription in March.', 'The notice period is absurd.', 'Who signs the new agreement on your side?', 'Legal needs changes to clause seven.', 'Our licence ran out and nobody told us.', 'Can we add ten more seats before renewal?',
    'The auto-renewal surprised us.', 'Procurement wants a multi-year deal.', 'Wir möchten den Vertrag nicht verlängern.', 'Die Kündigungsfrist ist zu lang.', 'Comment résilier notre abonnement ?', 'The terms changed without a word.',
  ],
  delivery: [
    'It arrived three weeks after the promised date.', 'When will the second phase go live?', 'The milestone slipped again.', 'Half the order is still missing.', 'You said Friday; it is Wednesday.', 'Deadlines are missed and nobody calls.',
    'The rollout is behind schedule.', 'Die Lieferung kam unvollständig an.', 'Der Termin wurde zum dritten Mal verschoben.', 'La livraison a deux semaines de retard.', 'Delivered on the day, thank you.', 'We wait for the release since May.',
  ],
  functions: [
    'Please let us export to Excel.', 'I miss a way to merge two lists.', 'Integration with Slack would save us hours.', 'There is no undo.', 'Could you add a calendar view?', 'Filters should be saved.', 'I need custom fields on every card.', 'An API for attachments, please.',
    'Notifications cannot be turned off one by one.', 'Es fehlt eine Schnittstelle zu unserer Buchhaltung.', 'Eine Suche in den Kommentaren wäre gut.', 'Il manque un mode sombre.', 'Bulk import does not know our format.', 'Templates for new projects would be great.',
  ],
  ease: [
    'I never find the settings.', 'It takes too many clicks to book an hour.', 'New colleagues need two days to learn it.', 'The menu is confusing.', 'So simple that my mother uses it.', 'Buttons are too small for gloves.', 'I do not understand what the icons mean.',
    'The form asks for things nobody knows.', 'Viel zu kompliziert für den Alltag.', 'Die Bedienung ist nicht intuitiv.', 'Très facile à prendre en main.', 'The layout on the phone is a mess.', 'Everything is hidden three levels deep.', 'The wizard made it clear at once.',
  ],
  quality: [
    'It crashed twice today.', 'Numbers in the total are wrong.', 'My draft was gone after saving.', 'Two broken units in one box.', 'The import fails with an error.', 'Since the update the printer does nothing.', 'It loses my data.', 'Sync is unreliable.',
    'Die App stürzt beim Öffnen ab.', 'Der Bericht zeigt falsche Summen.', 'Le bouton ne marche pas.', 'Runs for a year without a single bug.', 'The handle came off after a week.', 'Duplicate entries appear at random.',
  ],
  speed: [
    'Pages take ages to open.', 'It hangs whenever I scroll.', 'Loading the dashboard takes half a minute.', 'So fast, I love it.', 'After lunch everything crawls.', 'The search spins forever.', 'Please make it quicker on old laptops.', 'Die Ladezeiten sind unerträglich.',
    'Alles ist so langsam geworden.', 'C’est beaucoup trop lent.', 'Va muy lento por la tarde.', 'Response times doubled since June.',
  ],
  returns: [
    'I sent it back and heard nothing.', 'Where is my money?', 'The refund took six weeks.', 'Can I swap it for the blue one?', 'The return label did not print.', 'Is a repair covered after a year?', 'Die Rücksendung war kostenlos, super.', 'Ich warte auf die Erstattung.',
    'Le remboursement n’est jamais arrivé.', 'They refused to take it back.',
  ],
  'shop service': [
    'The man in the shop knew nothing about it.', 'My dealer does not answer the phone.', 'Nobody at the counter could tell me.', 'The parcel was left in the rain.', 'Friendly staff in the store.', 'The reseller sold me the wrong size.', 'Der Händler war sehr freundlich.',
    'An der Kasse wusste niemand Bescheid.', 'Le vendeur était très aimable.', 'Always out of stock at my retailer.',
  ],
  vendor: [
    'Will you still exist in five years?', 'We need your ISO certificate.', 'Who has access to our data at your company?', 'Do you have references in our industry?', 'Your support person changes every month.', 'Can we see the roadmap?', 'Our auditors ask for your security report.',
    'Wie sieht es mit dem Datenschutz aus?', 'Ein fester Ansprechpartner wäre gut.', 'I do not trust a company without an address.',
  ],
  offline: [
    'On the train I cannot do anything with it.', 'In the basement there is no signal and it shows nothing.', 'Please cache my lists for the plane.', 'As soon as the wifi drops my work is gone.', 'Ohne Netz geht gar nichts.', 'In the tunnel it logs me out.',
    'Let me work without a connection.', 'On site we have no internet.', 'The plane is where I have time for it, and there it is blank.', 'Kein Empfang, keine Notizen.',
  ],
  login: [
    'I forgot my password and the mail never comes.', 'Single sign-on with Microsoft, please.', 'It asks for the code every morning.', 'The password rules are too strict.', 'I am logged out every ten minutes.', 'Two accounts for one person is silly.',
    'Das Passwort wird nicht angenommen.', 'The login page loops.', 'Pupils need half the lesson to sign in.', 'The reset link had expired.',
  ],
}

export const ABOUT_NOTHING: readonly string[] = ['Thank you!', 'Good work.', 'See attachment.', 'Hello?', 'Test', 'Please call me back.', 'Danke!', 'Merci.', '👍', 'As discussed yesterday.', 'Never mind.', 'Happy new year to the team.', 'asdf', 'Nothing to add.']
