import { createI18n } from '../../server/base/i18n.js'
import { languages, type Language } from '../../server/base/languages.js'
import { createPaper } from '../../server/certificates/pdf/index.js'
import { paperWords } from '../../server/certificates/pdf/words.js'
import type { Certificate } from '../../server/certificates/index.js'
import { address, certificateOf, code, termOf } from './certificate.js'
import { foundIn, run, scan, testWith, textOf } from './tools.js'

const paper = createPaper()
const i18n = await createI18n()
const options = (language: Language) => ({ language, address, t: i18n.t[language] })
const draw = (certificate: Certificate, language: Language = 'en') => paper.draw(certificate, options(language))

/** Everything that should stand on the paper, in the order of reading. */
function expected(certificate: Certificate, language: Language): string {
  const words = paperWords(certificate, options(language))
  const { issuer, title, certifies, name, party, completed, course, facts, history, check, codeLabel } = words
  const { compare, issuedBy, endorsement } = words
  const parts = [
    ...[issuer, title, certifies, name, party, completed, course],
    ...facts.flatMap(({ label, value }) => [label, value]),
    ...[history, check, address, codeLabel, code, compare, issuedBy, issuer, endorsement],
  ]
  return parts
    .filter((part) => part !== undefined)
    .join(' ')
    .replace(/\s+/g, ' ')
}

const names = {
  Latin: 'Wanjirũ Achieng Otieno',
  'extended Latin': 'Łukasz Đurić-Şahin Ğżegżółka Ņikolajs Õunapuu',
  'African Latin': 'Ọlábísí Ẹ̀bùn Ɔkɔmfo Ɗanjuma ƙarami Ŋwane',
  Vietnamese: 'Đặng Thị Ngọc Ánh Nguyễn Hữu Phước',
  Greek: 'Γεώργιος Παπαδόπουλος Άγγελος',
  Cyrillic: 'Владимир Щербаков Ўзбек Ґалаґан Џорџ Қазақ',
  Arabic: 'محمد بن عبد الله الفارسي',
  'Arabic with vowels': 'مُحَمَّد لَيْلَى آمِنَة',
  'Persian and Urdu': 'پژمان گلچین ڈاکٹر چوہدری',
  Hebrew: 'דוד בן־גוריון',
  'Hebrew with vowels': 'מֹשֶׁה יִצְחָק',
  Devanagari: 'श्रीमती प्रियंका त्रिपाठी क्षत्रिय कीर्ति',
  Thai: 'สมชาย ศรีสุวรรณ ปิ่นเกล้า น้ำผึ้ง',
  'simplified Chinese': '王德明 张伟 刘赵陈',
  'simplified Chinese of rarer letters': '郧铱涣 侩讷',
  'traditional Chinese': '黃鄧陳 葉劉張',
  Japanese: '山田太郎 さくら カタカナ 髙橋',
  Korean: '김철수 박영희 뷁',
  Georgian: 'გიორგი მაჭავარიანი',
  Armenian: 'Արմեն Հակոբյան',
  Ethiopic: 'አበበ ቢቂላ ገብረሥላሴ',
  'two scripts': 'Иван Ivanov 王德明',
}

/** What a reader must find on the paper of `certificateOf()`, word for word. */
const facts: Record<Language, string[]> = {
  en: [
    'CITES Virtual College Certificate This is to certify that Wanjirũ Achieng Otieno',
    'Party to the Convention: Côte d’Ivoire (affiliation confirmed) has completed the course and passed its final examination',
    'CITES permits and certificates Date of issue 3 May 2026 Valid until 3 May 2029',
    'Examination score 87% Nominal duration 12 hours Course version 2026.1',
    `Check this certificate at ${address} Certificate code ${code}`,
    'Issued by CITES Virtual College',
    'It grants no official power and implies no endorsement by the CITES Secretariat.',
  ],
  fr: [
    'Collège virtuel CITES Certificat Il est certifié que Wanjirũ Achieng Otieno',
    'Partie à la Convention : Côte d’Ivoire (affiliation confirmée) a suivi le cours et réussi son examen final',
    'Permis et certificats CITES Date de délivrance 3 mai 2026 Valable jusqu’au 3 mai 2029',
    'Résultat de l’examen 87 % Durée nominale 12 heures Version du cours 2026.1',
    `Vérifier ce certificat à l’adresse ${address} Code du certificat ${code}`,
    'Délivré par Collège virtuel CITES',
    'Il ne confère aucun pouvoir officiel et n’implique aucune approbation du Secrétariat CITES.',
  ],
  es: [
    'Colegio Virtual CITES Certificado Se certifica que Wanjirũ Achieng Otieno',
    'Parte en la Convención: Côte d’Ivoire (afiliación confirmada) ha completado el curso y aprobado su examen final',
    'Permisos y certificados CITES Fecha de expedición 3 de mayo de 2026 Válido hasta el 3 de mayo de 2029',
    'Resultado del examen 87 % Duración nominal 12 horas Versión del curso 2026.1',
    `Verifique este certificado en ${address} Código del certificado ${code}`,
    'Expedido por Colegio Virtual CITES',
    'No otorga ninguna facultad oficial ni implica el respaldo de la Secretaría CITES.',
  ],
}

describe('the paper', () => {
  testWith('pdftotext').each(languages)('says in %s everything that it must, word for word', async (language) => {
    const text = textOf(await draw(certificateOf(), language))
    expect(facts[language].filter((fact) => !text.includes(fact))).toEqual([])
  })

  testWith('pdftotext').each(languages)('says in %s what the record says', async (language) => {
    const certificate = certificateOf()
    expect(textOf(await draw(certificate, language))).toBe(expected(certificate, language))
  })

  testWith('pdftotext').each(Object.entries(names))('shows a name in %s', async (_, name) => {
    expect(paper.canShow(name)).toBe(true)
    const pdf = await draw(certificateOf({ name }))
    const read = [foundIn(pdf), textOf(pdf)].filter((text) => text.includes(`to certify that ${name} Party to`))
    expect(read).not.toEqual([])
  })

  testWith('pdftotext').each(['Latin', 'Arabic', 'Hebrew', 'Thai', 'Devanagari'] as const)(
    'lets a name in %s be found where it stands',
    async (script) => {
      const pdf = await draw(certificateOf({ name: names[script] }))
      const [top = ''] = foundIn(pdf).split('Party to the Convention')
      expect(top).toContain(names[script])
    },
  )

  testWith('pdftotext')('lets every line of a long Arabic name be found', async () => {
    const name = 'عبد الرحمن سليمان ياسين عبد السلام عبد الله سليمان عبد السلام'
    expect(foundIn(await draw(certificateOf({ name })))).toContain(`that ${name} Party`)
  })

  testWith('pdftotext')('shows a name whose letters run in both directions', async () => {
    expect(textOf(await draw(certificateOf({ name: 'محمد Ali الفارسي' })))).toContain(' محمد Ali الفارسي ')
  })

  testWith('pdftotext')('shows the earlier terms, and that it does not expire', async () => {
    const earlier = [2020, 2023].map((year) => termOf({ issuedAt: new Date(`${year}-02-01T00:00:00Z`) }))
    const certificate = certificateOf({ validUntil: undefined }, earlier)
    const text = textOf(await draw(certificate, 'fr'))
    expect(text).toBe(expected(certificate, 'fr'))
    expect(text).toContain('Délivrances antérieures : 1er février 2020 · 1er février 2023.')
    expect(text).toContain('Sans limite de durée')
  })

  testWith('pdftotext')('names those who work outside a Party without calling it one', async () => {
    const place = 'Observer organization'
    const certificate = certificateOf({
      affiliation: { party: 'observer', agency: 'other', status: 'claimed' },
      partyNames: { en: place, fr: place, es: place },
    })
    const text = textOf(await draw(certificate))
    expect(text).toContain(`Otieno ${place} (affiliation as stated by the holder) has completed`)
    expect(text).not.toContain('Party to the Convention')
  })

  testWith('pdftotext').each(languages)('tells in %s a Party that was only stated, on one line', async (language) => {
    const name = {
      en: 'United Kingdom of Great Britain and Northern Ireland',
      fr: 'Royaume-Uni de Grande-Bretagne et d’Irlande du Nord',
      es: 'Reino Unido de Gran Bretaña e Irlanda del Norte',
    }
    const stated = {
      en: '(affiliation as stated by the holder)',
      fr: '(affiliation déclarée par le titulaire)',
      es: '(afiliación declarada por el titular)',
    }
    const affiliation = { party: 'GB', agency: 'customs', status: 'claimed' } as const
    const pdf = await draw(certificateOf({ affiliation, partyNames: name }), language)
    expect(textOf(pdf)).toContain(`${name[language]} ${stated[language]}`)
    expect(lowest(pdf, stated[language])).toBeLessThan(793)
  })

  testWith('zbarimg')('bears a QR code that leads to the public address', async () => {
    expect(scan(await draw(certificateOf()))).toBe(address)
  })

  testWith('pdfinfo')('is one tagged A4 page with title, author and language', async () => {
    const pdf = await draw(certificateOf(), 'fr')
    const information = run('pdfinfo', ['FILE'], pdf)
    expect(information).toMatch(/^Title:\s+Certificat: Permis et certificats CITES$/m)
    expect(information).toMatch(/^Author:\s+Collège virtuel CITES$/m)
    expect(information).toMatch(/^Tagged:\s+yes$/m)
    expect(information).toMatch(/^Pages:\s+1$/m)
    expect(information).toMatch(/^Page size:\s+841\.89 x 595\.28 pts \(A4\)$/m)
    expect(pdf.toString('latin1')).toContain('/Lang (fr)')
    expect(pdf.toString('latin1')).toContain('/DisplayDocTitle true')
  })

  testWith('pdfinfo')('has a structure that a screen reader follows', async () => {
    const structure = run('pdfinfo', ['-struct-text', 'FILE'], await draw(certificateOf()))
    const tags = [...structure.matchAll(/^\s*(Document|H1|H2|P|Figure|Link)\b/gm)].map(([, tag]) => tag)
    expect(tags.slice(0, 5)).toEqual(['Document', 'P', 'H1', 'P', 'H2'])
    expect(tags).toEqual(expect.arrayContaining(['Figure', 'Link']))
    expect(structure).toMatch(/H2[^"]*"Wanjirũ Achieng Otieno"/)
  })

  testWith('pdffonts')('embeds every font it uses', async () => {
    const rows = run('pdffonts', ['FILE'], await draw(certificateOf({ name: names.Arabic })))
      .split('\n')
      .slice(2)
    const embedded = rows
      .filter((row) => row.trim() !== '')
      .map((row) => /\s(yes|no)\s+(yes|no)\s+(yes|no)\s/.exec(row))
    expect(embedded.length).toBeGreaterThan(2)
    for (const row of embedded) expect(row?.slice(1)).toEqual(['yes', 'yes', 'yes'])
  })

  test('is the same, byte for byte, for the same certificate', async () => {
    const certificate = certificateOf({ name: names.Japanese })
    const [one, other] = [await draw(certificate), await createPaper().draw(certificate, options('en'))]
    expect(one.equals(other)).toBe(true)
    expect(one.equals(await draw(certificate, 'es'))).toBe(false)
  })

  testWith('pdftotext').each([60, 120, 200])('holds a name of %i letters on its page', async (length) => {
    const name = 'Bartholomew Featherstonehaugh Cholmondeley-Majoribanks '.repeat(4).slice(0, length).trim()
    const certificate = certificateOf({ name })
    expect(textOf(await draw(certificate))).toBe(expected(certificate, 'en'))
    expect(lowest(await draw(certificate), name)).toBeLessThan(792)
  })

  testWith('pdftotext')('cuts a name of one endless word', async () => {
    const name = 'W'.repeat(120)
    const text = textOf(await draw(certificateOf({ name })))
    expect(text.replace(/\s/g, '')).toContain(name)
    expect(lowest(await draw(certificateOf({ name })), 'W')).toBeLessThan(793)
  })
})

/** How far right the words of a name reach, in points. */
function lowest(pdf: Buffer, name: string): number {
  const words = [...run('pdftotext', ['-bbox', 'FILE', '-'], pdf).matchAll(/xMax="([\d.]+)"[^>]*>([^<]+)</g)]
  const own = words.filter(([, , word]) => name.includes(word!) || word!.startsWith(name))
  return Math.max(...own.map(([, right]) => Number(right)))
}

describe('names that no font here can show', () => {
  test.each([
    ['Khmer', 'សុខ សំណាង'],
    ['Bengali', 'রহিমা বেগম'],
    ['Tamil', 'முருகன்'],
    ['Myanmar', 'အောင်ဆန်း'],
    ['signs', 'Anna 🦏'],
    ['a letter of its own in a known script', 'Anna \u{1DF0F}'],
    ['control characters', 'Anna\u0007'],
  ])('%s: it says so, and draws nothing wrong', async (_, name) => {
    expect(paper.canShow(name)).toBe(false)
    await expect(async () => draw(certificateOf({ name }))).rejects.toThrow('no font shows')
  })

  test('a name in Latin letters stands in for it', async () => {
    const certificate = certificateOf({ name: 'សុខ សំណាង', latinName: 'Sok Samnang' })
    expect((await draw(certificate)).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
