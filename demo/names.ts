import type { Random } from './random.ts'

const givenNames = `Anna Lena Marta Sofia Ines Clara Nora Freya Elif Aylin Zeynep Amara Adaeze Priya Ananya Mei Lin Yuki Hana Leila
Yasmin Fatima Olga Irina Katya Zuzana Petra Eszter Ilona Maria Carmen Lucia Giulia Chiara Elena Camille Manon Chloe Juliette Margot
Saskia Anouk Femke Sanne Ingrid Astrid Solveig Maja Karin Aino Helmi Agnes Ruth Grace Hazel Imogen Orla Niamh Rosa Beatriz
Lukas Jonas Felix Emil Oskar Henrik Lars Sven Mats Nils Pekka Juhani Tomas Jakub Marek Piotr Pavel Andrei Dmitri Mihai
Stefan Goran Nikola Luka Matteo Marco Paolo Diego Javier Pablo Tiago Rafael Joao Hugo Louis Antoine Julien Bastien Willem Daan
Pieter Joost Kwame Kofi Tunde Emeka Chidi Omar Karim Youssef Hassan Mehmet Emre Can Arjun Rohan Vikram Wei Jun Hiro
Kenji Minh Thanh Samuel Daniel David Jonah Isaac Aaron Theo Arthur Edgar Conor Ewan Rhys Callum Angus Miles Otto Anton`.split(/\s+/)

const familyNames = `Berger Huber Lindner Vogt Brandt Keller Maurer Steiner Winkler Egger Roth Seidel Hartmann Lorenz Falk Busch Kern Ulrich
Moser Ziegler Jansen Visser Bakker Mulder Smit Postma Dekker Hendriks Larsen Nilsen Berg Dahl Lund Holm Eriksson Lindqvist Sandberg Virtanen
Korhonen Niemi Laine Novak Svoboda Dvorak Kral Horvat Kovac Babic Ilic Petrov Ivanova Sokolov Popescu Ionescu Nagy Szabo Toth Kowalski
Wojcik Zielinska Mazur Rossi Bianchi Ferrari Conti Ricci Greco Marino Moreau Lefevre Girard Fontaine Marchand Rousseau Garnier Blanchet
Garcia Navarro Ortega Molina Serrano Vidal Ferreira Carvalho Teixeira Moura Almeida Okafor Adeyemi Mensah Owusu Balogun Diallo Traore Haddad
Nasser Rahimi Khalil Mansour Aydin Demir Yilmaz Kaya Ozturk Sharma Patel Iyer Nair Reddy Banerjee Kapoor Chen Zhang Liu Huang
Tanaka Mori Sato Kimura Nguyen Tran Pham Park Kang Murphy Byrne Doyle Gallagher Campbell Fraser Sinclair Hughes Griffiths Whitaker Holloway
Ashworth Pemberton Marlowe Thornton Ellison Prescott Abbott Chandler`.split(/\s+/)

const firmStems = `Halden Varga Norden Silverbach Kestrel Aldgate Brunnthal Corvus Delmare Eastmoor Ferrum Glanz Havelock Isarwerk Juniper
Kaldera Lindenhof Maren Nautilus Orchard Pallas Quarz Rheinfels Solano Tiber Umber Velten Westray Xenon Ysel Zenit Amberg Bravura
Calder Dovre Elbtal Fjellheim Granit Hollis Inverness Jaspis Kronberg Lumina Montclair Nieuwland Ostrava Primrose Querfeld Ravenna
Saltire Tarn Ulmen Verdant Wolfsberg Yarrow Zephyr Anker Birchwood Castell Drava Emmental Foxglove Garonne Hawthorn Ilmenau Jura
Kastanie Loire Meridian Nordkap Olivar Pinewood Reval Sorrento Tauern Ursa Vistula Waldmann Alcott Bexley Cormorant Dunmore Esker
Fairhaven Greystone Hibernia Ironbridge Keswick Larkfield Mistral Northgate Oakhurst Penrose Ridgeway Stellar Tidewater Upland Vermeer
Whitmore Albion Bergamo Cadiz Dresner Evora Fabian Gotha`.split(/\s+/)

const trades: Readonly<Record<string, readonly string[]>> = {
  industry: ['Steel', 'Optics', 'Pumps', 'Chemicals', 'Paper', 'Ceramics', 'Machines', 'Foods', 'Textiles', 'Valves', 'Glass', 'Motors'],
  services: ['Consulting', 'Logistics', 'Insurance', 'Partners', 'Engineering', 'Architects', 'Legal', 'Studios', 'Media', 'Travel', 'Clinics', 'Energy'],
  shops: ['Tools', 'Hardware', 'Supplies', 'Trade', 'Markets', 'Depot'],
  hotels: ['Hotels', 'Inns', 'Resorts', 'Lodges'],
  schools: ['Grammar School', 'Secondary School', 'Primary School', 'Comprehensive', 'College'],
  brands: ['Outdoor', 'Cosmetics', 'Furniture', 'Bikes', 'Coffee', 'Books', 'Shoes', 'Gardens', 'Audio', 'Kitchens', 'Toys', 'Pharmacy'],
}

const personalMail = ['gmail.com', 'gmx.de', 'web.de', 'outlook.com', 'icloud.com', 'proton.me', 'yahoo.com', 'orange.fr', 'libero.it', 'bluewin.ch']

export type Trade = 'industry' | 'services' | 'shops' | 'hotels' | 'schools' | 'brands'

export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** Names that are never given twice where that would confuse: firms and e-mail addresses. */
export interface Names {
  person(): string
  firm(trade: Trade): string
  personalEmail(name: string): string
  workEmail(name: string, domain: string): string
}

export function namesFrom(random: Random): Names {
  const firms = new Set<string>()
  const addresses = new Set<string>()
  let mailboxes = 1000
  return {
    person: () => `${random.pick(givenNames)} ${random.pick(familyNames)}`,
    firm(trade) {
      for (;;) {
        const stem = random.pick(firmStems)
        const name =
          firms.size < 900 ? `${stem} ${random.pick(trades[trade] ?? [])}` : `${stem} & ${random.pick(familyNames)} ${random.pick(trades[trade] ?? [])}`
        if (firms.has(name)) continue
        firms.add(name)
        return name
      }
    },
    personalEmail(name) {
      mailboxes += random.int(1, 9)
      return `${slugOf(name).replace('-', '.')}.${mailboxes}@${random.pick(personalMail)}`
    },
    workEmail(name, domain) {
      const start = slugOf(name).replace('-', '.')
      for (let n = 1; ; n += 1) {
        const address = `${start}${n === 1 ? '' : n}@${domain}`
        if (addresses.has(address)) continue
        addresses.add(address)
        return address
      }
    },
  }
}
