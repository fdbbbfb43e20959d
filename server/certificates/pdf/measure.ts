import type { Slice } from './families.js'
import { runsOf, type Run } from './runs.js'
import type { HanForms, Typefaces, Voice } from './typefaces.js'

type Document = PDFKit.PDFDocument

/** A line of text, ready to be drawn; its widths are those at a size of one point. */
export interface Line {
  text: string
  runs: (Run & { width: number })[]
}

export interface Measure {
  /** Makes the font of a run the current one. */
  use(run: Run): Document
  /** @throws Error where no font shows a character */
  lineOf(text: string, voice: Voice): Line
  /** Of a word, at a size of one point. */
  widthOf(word: string, voice: Voice): number
}

/** Fonts do their own shaping only where a text is laid out as a whole, which pdfkit does where features are named. */
export const shaped: PDFKit.Mixins.OpenTypeFeatures[] = []

export function createMeasure(doc: Document, typefaces: Typefaces, han: HanForms): Measure {
  const known = new Set<Slice>()
  /** Each word is measured once, since shaping is what takes the time. */
  const widths = new Map<string, number>()

  function use({ slice }: Run): Document {
    if (!known.has(slice)) doc.registerFont(slice.name, slice.data)
    known.add(slice)
    return doc.font(slice.name)
  }

  function lineOf(text: string, voice: Voice): Line {
    const runs = runsOf(text, typefaces, voice, han)
    if (!runs) throw new Error(`no font shows every character of a text of ${text.length} characters`)
    const widthOfRun = (run: Run) => use(run).fontSize(1000).widthOfString(run.text, { features: shaped }) / 1000
    return { text, runs: runs.map((run) => ({ ...run, width: widthOfRun(run) })) }
  }

  function widthOf(word: string, voice: Voice): number {
    const key = `${voice} ${word}`
    const width = widths.get(key) ?? lineOf(word, voice).runs.reduce((sum, run) => sum + run.width, 0)
    widths.set(key, width)
    return width
  }

  return { use, lineOf, widthOf }
}
