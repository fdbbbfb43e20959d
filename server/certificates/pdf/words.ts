import type { Translate } from '../../base/i18n.js'
import type { Language, Localized } from '../../base/languages.js'
import { placeOf, wordsOf } from '../record.js'
import { present, printedName } from '../terms.js'
import type { Certificate } from '../types.js'

/** Everything that stands on the paper, in words. */
export interface Words {
  language: Language
  issuer: string
  title: string
  certifies: string
  /** As it is printed: in Latin letters where the holder chose so. */
  name: string
  party: string
  completed: string
  course: string
  facts: { label: string; value: string }[]
  history: string | undefined
  issuedBy: string
  endorsement: string
  check: string
  address: string
  codeLabel: string
  code: string
  compare: string
  /** What a screen reader says for the QR code. */
  qr: string
}

const locales: Localized = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' }

function formats(language: Language) {
  const day = new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' })
  const percent = new Intl.NumberFormat(locales[language], { style: 'percent' })
  return {
    // French writes the first of a month '1er'.
    day: (date: Date) => (language === 'fr' ? day.format(date).replace(/^1 /, '1er ') : day.format(date)),
    percent: (value: number) => percent.format(value / 100),
  }
}

/** @param address the public address of the certificate */
export function paperWords(
  certificate: Certificate,
  { language, address, t }: { language: Language; address: string; t: Translate },
): Words {
  const { day, percent } = formats(language)
  const say = (key: string, params?: Record<string, unknown>) => t(`certificates:paper.${key}`, params)
  const { course, terms } = certificate
  const term = present(certificate)
  const { title, issuer, endorsement } = wordsOf(course, language)
  const { isParty, status, name: placeName } = placeOf(term, language)
  const place = t(`certificates:place.${status}`, { place: placeName })
  const earlier = terms.slice(0, -1).map(({ issuedAt }) => day(issuedAt))
  return {
    language,
    issuer,
    title: say('title'),
    certifies: say('certifies'),
    name: printedName(term),
    party: isParty ? say('party', { party: place }) : place,
    completed: say('completed'),
    course: title,
    facts: [
      { label: say('issued'), value: day(term.issuedAt) },
      { label: say('validUntil'), value: term.validUntil ? day(term.validUntil) : say('noEnd') },
      // Always, though the public page shows it only where the holder agrees: the paper is the holder's, who hands it to
      // whom they like; the page is anybody's who has the code. Where it is not shown, the page says that it confirms none.
      { label: say('score'), value: percent(term.percent) },
      { label: say('hours'), value: say('hoursValue', { count: course.hours }) },
      { label: say('version'), value: course.version },
    ],
    history: earlier.length > 0 ? say('history', { count: earlier.length, dates: earlier.join(' · ') }) : undefined,
    issuedBy: say('issuedBy'),
    endorsement,
    check: say('check'),
    address,
    codeLabel: say('code'),
    code: certificate.code,
    compare: say('compare'),
    qr: say('qr', { address }),
  }
}
