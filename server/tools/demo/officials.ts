import { addressOf, of, type Character } from './characters.js'

type Official = Omit<Character, 'email'> & { email?: string }

const africa: Official[] = [
  { name: 'Aïssatou Sarr', ...of('SN', 'police', 'fr'), enrolled: 300, stumbled: [2] },
  { name: 'Prosper Ondo', ...of('GA', 'forest-wildlife', 'fr'), enrolled: 390 },
  { name: 'Clarisse Moussavou', ...of('GA', 'customs', 'fr'), enrolled: 120, examination: ['failed', 'passed'] },
  { name: 'Thandi Nkosi', ...of('ZA', 'police', 'en'), enrolled: 410 },
  { name: 'Pieter van Wyk', ...of('ZA', 'border-guard', 'en'), enrolled: 60, modules: 3 },
  { name: 'Neema Mushi', ...of('TZ', 'customs', 'en'), enrolled: 350, stumbled: [1, 3] },
  { name: 'Hery Rakotomalala', ...of('MG', 'forest-wildlife', 'fr'), enrolled: 210 },
  { name: 'Dawit Tesfaye', ...of('ET', 'customs', 'en'), enrolled: 95, examination: ['failed', 'failed'] },
]

const asia: Official[] = [
  { name: 'สมหญิง ทองดี', email: 'somying@example.org', ...of('TH', 'customs', 'en'), enrolled: 180 },
  { name: 'Trần Thị Hoa', email: 'hoa@example.org', ...of('VN', 'customs', 'en'), enrolled: 260, claimed: true },
  { name: 'Putri Wulandari', ...of('ID', 'fisheries', 'en'), enrolled: 150, claimed: true, stumbled: [4] },
  { name: 'Meera Nair', ...of('IN', 'customs', 'en'), enrolled: 380 },
  { name: 'Arjun Deshpande', ...of('IN', 'judiciary', 'en'), enrolled: 240 },
  { name: 'Haruka Mori', ...of('JP', 'customs', 'en'), enrolled: 330, stumbled: [3] },
  { name: 'Khalid Al Mazrui', ...of('AE', 'veterinary-phytosanitary', 'en'), enrolled: 75 },
]

const centralAndSouthAmerica: Official[] = [
  { name: 'Beatriz Carvalho', ...of('BR', 'border-guard', 'en'), enrolled: 305 },
  { name: 'Thiago Ramos', ...of('BR', 'police', 'en'), enrolled: 33, examination: ['failed'] },
  { name: 'Andrés Restrepo', ...of('CO', 'customs', 'es'), enrolled: 365, stumbled: [2] },
  { name: 'Paola Cárdenas', ...of('CO', 'prosecution', 'es'), enrolled: 170 },
  {
    ...{ name: 'Diego Cevallos', ...of('EC', 'forest-wildlife', 'es'), enrolled: 280 },
    sequel: { kind: 'revoked', daysAgo: 90, reason: 'The examination was taken by somebody else.' },
  },
  { name: 'Keisha Campbell', ...of('JM', 'customs', 'en'), enrolled: 110, modules: 1 },
]

const europe: Official[] = [
  { name: 'Camille Lefèvre', ...of('FR', 'customs', 'fr'), enrolled: 400, examination: ['failed', 'passed'] },
  { name: 'Julien Moreau', ...of('FR', 'veterinary-phytosanitary', 'fr'), enrolled: 45, examination: [] },
  { name: 'Katrin Hoffmann', ...of('DE', 'customs', 'en'), enrolled: 372 },
  {
    ...{ name: 'Marta Kowalczyk', ...of('PL', 'customs', 'en'), enrolled: 395 },
    sequel: { kind: 'moved', daysAgo: 160, party: 'EU', agency: 'management-authority' },
  },
  { name: 'Jiří Malík', ...of('CZ', 'police', 'en'), enrolled: 225, stumbled: [1] },
  { name: 'ნინო გელაშვილი', email: 'nino@example.org', ...of('GE', 'customs', 'en'), enrolled: 140 },
  { name: 'Sanne de Vries', ...of('NL', 'customs', 'en'), enrolled: 12, pace: 2, modules: 2, claimed: true },
  // Certificates of 36 months: one that ends soon, one that has ended, one that was renewed in time.
  { name: 'Oliver Hargreaves', ...of('GB', 'border-guard', 'en'), enrolled: 1065 },
  { name: 'Carmen Ortega', ...of('ES', 'police', 'es'), enrolled: 1135 },
  {
    ...{ name: 'Giulia Bianchi', ...of('IT', 'customs', 'en'), enrolled: 1090 },
    sequel: { kind: 'renewed', daysAgo: 40 },
  },
]

const northAmerica: Official[] = [
  { name: 'Émilie Tremblay', ...of('CA', 'border-guard', 'fr'), enrolled: 340 },
  { name: 'David Blackwood', ...of('CA', 'fisheries', 'en'), enrolled: 200, stumbled: [2, 4] },
  { name: 'Teresa Gutierrez', ...of('US', 'police', 'en'), enrolled: 130, stumbled: [1] },
  { name: 'Guadalupe Hernández', ...of('MX', 'management-authority', 'es'), enrolled: 270 },
]

const oceania: Official[] = [
  { name: 'Emma Fitzgerald', ...of('AU', 'border-guard', 'en'), enrolled: 385 },
  { name: 'Sereana Vakalala', ...of('FJ', 'customs', 'en'), enrolled: 190 },
  { name: 'Michael Kila', ...of('PG', 'customs', 'en'), enrolled: 85, examination: ['failed', 'passed'] },
  { name: 'Aroha Parata', ...of('NZ', 'fisheries', 'en'), enrolled: 15, modules: 0 },
]

/** Officials of many Parties, whose work is the demo's history. */
export const officials: Character[] = [
  ...africa,
  ...asia,
  ...centralAndSouthAmerica,
  ...europe,
  ...northAmerica,
  ...oceania,
].map((official) => ({ ...official, email: official.email ?? addressOf(official.name) }))
