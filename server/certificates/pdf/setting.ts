import { breakLines, wordsOf } from './lines.js'
import type { Slice } from './families.js'
import { createMeasure, shaped, type Line } from './measure.js'
import type { Run } from './runs.js'
import type { HanForms, Typefaces, Voice } from './typefaces.js'

export interface Style {
  voice: Voice
  /** Points. */
  size: number
  color: string
  /** Points between letters. */
  tracking?: number
}

export interface Place {
  x: number
  /** Of the first line. */
  baseline: number
  /** Distance of baselines; only where there may be several lines. */
  leading?: number
  /** An address that the text leads to; only inside a Link. */
  link?: string
}

export interface Fitted {
  size: number
  lines: Line[]
}

/** Sets text on a page: breaks lines and draws. Lengths are in points, from the page's upper left corner. */
export interface Setter {
  /** @throws Error where no font can show a character: ask `canShow` of what people wrote */
  wrap(text: string, style: Style, width: number): Line[]
  /** The first of the sizes at which a text takes at most so many lines; the last where none does. */
  fit(text: string, voice: Voice, within: { width: number; sizes: { size: number; lines: number }[] }): Fitted
  /** Draws lines from top to bottom. */
  draw(lines: Line[], style: Style, place: Place): void
  write(text: string, style: Style, place: Place): void
}

/** Texts whose glyphs may stand for other letters, or in another order, than they are read. */
const isShaped = /[\p{M}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}]/u

/**
 * Says of the lines of one document whether who copies or searches the page must be told their text. Where the glyphs
 * say it themselves it is not told: poppler (pdftotext, and the search of many viewers) takes what it is told for letters
 * in the order of the line, and turns Arabic and Hebrew round.
 */
function createNeedsWords(): (line: Line) => boolean {
  const spellers = new Map<Slice, (text: string) => boolean>()
  const spells = ({ slice, text }: Run) => {
    const speller = spellers.get(slice) ?? slice.speller()
    spellers.set(slice, speller)
    return speller(text)
  }
  return ({ text, runs }) => {
    if (!isShaped.test(text)) return false
    const inOrder = runs.map((run) => run.text).join('') === text
    const spelled = runs.map(spells).every(Boolean)
    return !inOrder || !spelled || /\p{M}/u.test(text)
  }
}

export function createSetter(doc: PDFKit.PDFDocument, typefaces: Typefaces, han: HanForms): Setter {
  const { use, lineOf, widthOf } = createMeasure(doc, typefaces, han)
  const needsWords = createNeedsWords()

  function breakAt(text: string, voice: Voice, ems: number): Line[] {
    const space = widthOf(' ', voice)
    const words = wordsOf(text, (word) => widthOf(word, voice) <= ems)
    const measured = words.map(({ text: word, gap }) => ({
      text: word,
      gap: gap === '' ? 0 : space,
      width: widthOf(word, voice),
    }))
    return breakLines(measured, ems).map((line) => lineOf(line, voice))
  }

  function drawLine(line: Line, { size, color, tracking = 0 }: Style, { x, baseline, link }: Place): void {
    const told = needsWords(line)
    if (told) doc.markContent('Span', { actual: line.text })
    let at = x
    for (const run of line.runs) {
      use(run).fontSize(size).fillColor(color)
      doc.text(run.text, at, baseline, {
        baseline: 'alphabetic',
        lineBreak: false,
        characterSpacing: tracking,
        features: shaped,
        ...(link ? { link } : {}),
      })
      at += run.width * size
    }
    if (told) endWords()
  }

  /** Ends in the coordinates in which pdfkit drew the text: poppler looks there for where the words stand. */
  function endWords(): void {
    doc.save().transform(1, 0, 0, -1, 0, doc.page.height)
    doc.endMarkedContent()
    doc.restore()
  }

  function draw(lines: Line[], style: Style, place: Place): void {
    const { baseline, leading = 0 } = place
    lines.forEach((line, at) => drawLine(line, style, { ...place, baseline: baseline + at * leading }))
  }

  return {
    wrap: (text, { voice, size }, width) => breakAt(text, voice, width / size),
    fit(text, voice, { width, sizes }) {
      let fitted: Fitted | undefined
      for (const { size, lines: most } of sizes) {
        fitted = { size, lines: breakAt(text, voice, width / size) }
        if (fitted.lines.length <= most) break
      }
      if (!fitted) throw new Error('no size was given')
      return fitted
    },
    draw,
    write: (text, style, place) => draw([lineOf(text, style.voice)], style, place),
  }
}
