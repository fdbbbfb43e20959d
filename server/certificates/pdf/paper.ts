import PDFDocument from 'pdfkit'
import { rosette, waveBand } from './guilloche.js'
import { qrCode } from './qr.js'
import { createSetter, type Setter, type Style } from './setting.js'
import type { HanForms, Typefaces } from './typefaces.js'
import type { Words } from './words.js'

type Document = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

/** The page under work: `root` takes the tagged parts in the order in which they are read. */
interface Page {
  doc: Document
  root: Element
  set: Setter
  words: Words
}

const colors = {
  green: '#0e3b33',
  leaf: '#1a5a4c',
  ochre: '#7d5410',
  ink: '#1c2723',
  soft: '#4d5a55',
  line: '#b9c4bb',
  wave: '#9dbcae',
}

/** A4, landscape, in points. */
const sheet = { width: 841.89, height: 595.28 }
const left = 176
const right = 792
const measure = right - left
/** Where verification and issuer begin. */
const footAt = 457

const small: Style = { voice: 'text', size: 8.2, color: colors.soft }
const note: Style = { ...small, size: 7.2 }
const label: Style = { voice: 'label', size: 7.4, color: colors.leaf }
const body: Style = { voice: 'text', size: 11, color: colors.soft }

/** Puts a part under a tag, so that a screen reader meets it where it belongs. */
function tagged(
  { doc, root }: Page,
  type: string,
  draw: () => void,
  options: PDFKit.Mixins.StructureElementOptions = {},
) {
  root.add(doc.struct(type, options, [draw]))
}

/** Draws what says nothing: a screen reader leaves it out. */
function ornament({ doc }: Page, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' })
  draw()
  doc.endMarkedContent()
}

function frame(page: Page): void {
  const { doc } = page
  const { width, height } = sheet
  ornament(page, () => {
    doc
      .rect(24, 24, width - 48, height - 48)
      .lineWidth(1.1)
      .stroke(colors.green)
    doc
      .rect(28.5, 28.5, width - 57, height - 57)
      .lineWidth(0.4)
      .stroke(colors.green)
    waveBand(doc, { x: 44, y: 28.5, width: 84, height: height - 57 }, colors.wave)
    doc.circle(86, height / 2, 56).fill('#ffffff')
    rosette(doc, [86, height / 2], 53, colors.green)
  })
}

function heading(page: Page): void {
  const { doc, set, words } = page
  tagged(page, 'P', () => set.write(words.issuer, { ...label, size: 9.5, tracking: 1.1 }, { x: left, baseline: 76 }))
  tagged(page, 'H1', () =>
    set.write(words.title, { voice: 'display', size: 40, color: colors.green }, { x: left, baseline: 126 }),
  )
  ornament(page, () => doc.rect(left, 143, 46, 1.6).fill(colors.ochre))
}

const nameSizes = [
  ...[36, 33, 30, 27].map((size) => ({ size, lines: 1 })),
  ...[27, 24, 21].map((size) => ({ size, lines: 2 })),
  ...[17, 14, 11].map((size) => ({ size, lines: 3 })),
]
const courseSizes = [
  ...[23, 21, 19].map((size) => ({ size, lines: 1 })),
  ...[19, 17].map((size) => ({ size, lines: 2 })),
  ...[14, 12].map((size) => ({ size, lines: 3 })),
]

const partySizes = [11, 10, 9, 8].map((size) => ({ size, lines: 1 }))

/** Holder and course. @returns the baseline of its last line */
function statement(page: Page): number {
  const { set, words } = page
  tagged(page, 'P', () => set.write(words.certifies, body, { x: left, baseline: 182 }))
  const name = set.fit(words.name, 'display', { width: measure, sizes: nameSizes })
  const leading = name.size * 1.22
  const nameAt = 190 + name.size * 1.08
  const nameStyle: Style = { voice: 'display', size: name.size, color: colors.ink }
  tagged(page, 'H2', () => set.draw(name.lines, nameStyle, { x: left, baseline: nameAt, leading }), {
    actual: words.name,
  })
  const partyAt = nameAt + (name.lines.length - 1) * leading + 18 + name.size * 0.28
  const party = set.fit(words.party, 'text', { width: measure, sizes: partySizes })
  const partyStyle: Style = { ...body, color: colors.ink, size: party.size }
  tagged(page, 'P', () => set.draw(party.lines, partyStyle, { x: left, baseline: partyAt, leading: party.size * 1.3 }))
  tagged(page, 'P', () => set.write(words.completed, body, { x: left, baseline: partyAt + 34 }))
  const course = set.fit(words.course, 'display', { width: measure, sizes: courseSizes })
  const courseAt = partyAt + 40 + course.size * 1.1
  const place = { x: left, baseline: courseAt, leading: course.size * 1.25 }
  tagged(page, 'H2', () => set.draw(course.lines, { voice: 'display', size: course.size, color: colors.green }, place))
  return courseAt + (course.lines.length - 1) * place.leading
}

/** Shares of the width: two dates need more of it. */
const factColumns = [0.24, 0.24, 0.19, 0.18, 0.15]

/** The facts in columns under a fine rule, and the earlier terms below them. */
function facts(page: Page, top: number): void {
  const { doc, set, words } = page
  ornament(page, () => doc.rect(left, top, measure, 0.5).fill(colors.line))
  let x = left
  for (const [at, { label: name, value }] of words.facts.entries()) {
    const width = measure * (factColumns[at] ?? 0)
    const place = { x, baseline: top + 36 }
    const sizes = [13, 12, 11, 10].map((size) => ({ size, lines: 1 }))
    const { size, lines } = set.fit(value, 'display', { width: width - 10, sizes })
    tagged(page, 'P', () => {
      set.write(name, label, { ...place, baseline: top + 19 })
      set.draw(lines, { voice: 'display', size, color: colors.ink }, { ...place, leading: size })
    })
    x += width
  }
  const { history } = words
  if (history !== undefined)
    tagged(page, 'P', () =>
      set.draw(set.wrap(history, small, measure), small, { x: left, baseline: top + 58, leading: 11.5 }),
    )
}

function verification(page: Page): void {
  const { doc, set, words } = page
  const top = footAt
  const size = 80
  tagged(page, 'Figure', () => qrCode(doc, words.address, { x: left, y: top, width: size, height: size }, colors.ink), {
    alt: words.qr,
  })
  const x = left + size + 18
  const width = 254
  const mono: Style = { voice: 'label', size: 8.2, color: colors.ink }
  tagged(page, 'P', () => set.write(words.check, label, { x, baseline: top + 8 }))
  const address = set.wrap(words.address, small, width)
  tagged(page, 'Link', () =>
    set.draw(address, { ...small, color: colors.ink }, { x, baseline: top + 21, leading: 11, link: words.address }),
  )
  const codeAt = top + 21 + address.length * 11 + 5
  tagged(page, 'P', () => {
    set.write(words.codeLabel, label, { x, baseline: codeAt })
    set.write(words.code, { ...mono, size: 10.5, tracking: 0.5 }, { x, baseline: codeAt + 14 })
  })
  tagged(page, 'P', () =>
    set.draw(set.wrap(words.compare, note, width), note, { x, baseline: codeAt + 28, leading: 9.6 }),
  )
}

function issuer(page: Page): void {
  const { doc, set, words } = page
  const x = 560
  const width = right - x
  ornament(page, () => doc.rect(x - 18, footAt, 0.5, 80).fill(colors.line))
  const name: Style = { voice: 'display', size: 13, color: colors.ink }
  tagged(page, 'P', () => {
    set.write(words.issuedBy, label, { x, baseline: footAt + 8 })
    set.draw(set.wrap(words.issuer, name, width), name, { x, baseline: footAt + 24, leading: 15 })
  })
  tagged(page, 'P', () =>
    set.draw(set.wrap(words.endorsement, note, width), note, { x, baseline: footAt + 39, leading: 9.6 }),
  )
}

/**
 * Draws a certificate on one page. The same words and moment give the same bytes.
 * @param moment of issue, which becomes the file's date
 * @throws Error where no font can show a character: ask first
 */
export function drawPaper(
  words: Words,
  options: { typefaces: Typefaces; han: HanForms; moment: Date },
): Promise<Buffer> {
  const { typefaces, han, moment } = options
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    lang: words.language,
    displayTitle: true,
    // None: without this, pdfkit names Helvetica in every file, which is not embedded.
    font: '',
    info: information(words, moment),
  })
  const root = doc.struct('Document')
  doc.addStructure(root)
  const page: Page = { doc, root, set: createSetter(doc, typefaces, han), words }
  frame(page)
  heading(page)
  facts(page, Math.max(statement(page) + 26, 352))
  verification(page)
  issuer(page)
  root.end()
  return collect(doc)
}

const information = ({ title, course, issuer: author, code }: Words, moment: Date) => ({
  Title: `${title}: ${course}`,
  Author: author,
  Subject: code,
  Creator: author,
  CreationDate: moment,
  ModDate: moment,
})

function collect(doc: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
    doc.end()
  })
}
