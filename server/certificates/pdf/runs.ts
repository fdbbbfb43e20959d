import type { Slice } from './families.js'
import type { HanForms, Typefaces, Voice } from './typefaces.js'

/** A stretch of text in one font and one direction. */
export interface Run {
  text: string
  slice: Slice
}

type Direction = 'ltr' | 'rtl'
type Piece = Run & { direction: Direction }

const clustersOf = new Intl.Segmenter('und', { granularity: 'grapheme' })
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u
const leftToRight = /[\p{L}\p{N}]/u
const brackets: Record<string, string> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' }

/**
 * Puts marks in the order in which they must be drawn, which the font engine does not do by itself: in Arabic shadda
 * before the vowels that sit on it, in Thai nikhahit (the ring of sara am) before the tone mark above it.
 */
export const forDrawing = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/([\u064B-\u0650\u0652-\u065F\u0670]+)\u0651/g, '\u0651$1')
    .replace(/([\u0E48-\u0E4B])\u0E33/g, '\u0E4D$1\u0E32')

/** The grapheme clusters of a text: what a reader takes for one character. */
export const clusters = (text: string): string[] => [...clustersOf.segment(text)].map(({ segment }) => segment)

const strong = (cluster: string): Direction | undefined =>
  rightToLeft.test(cluster) ? 'rtl' : leftToRight.test(cluster) ? 'ltr' : undefined

/** A neutral character has the direction of its neighbours where they agree, otherwise that of the text (UAX #9, N1 and N2). */
function directions(parts: string[]): { base: Direction; each: Direction[] } {
  const found = parts.map(strong)
  const base = found.find((direction) => direction !== undefined) ?? 'ltr'
  const each = found.map((direction, at) => {
    if (direction) return direction
    const before = found.slice(0, at).findLast((other) => other !== undefined) ?? base
    const after = found.slice(at).find((other) => other !== undefined) ?? base
    return before === after ? before : base
  })
  return { base, each }
}

/** Brings pieces from the order of reading to the order on the line, left to right (UAX #9, L2, for two levels). */
function inLineOrder(pieces: Piece[], base: Direction): Piece[] {
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const group = groups.at(-1)
    if (group && group[0]?.direction === piece.direction) group.push(piece)
    else groups.push([piece])
  }
  const ordered = groups.map((group) => (group[0]?.direction === 'rtl' ? group.toReversed() : group))
  return (base === 'rtl' ? ordered.toReversed() : ordered).flat()
}

/** The font engine turns a run where it sees letters of Arabic or Hebrew; one of spaces and points is turned here. */
const turned = (piece: Piece): Piece =>
  piece.direction === 'rtl' && !rightToLeft.test(piece.text)
    ? { ...piece, text: clusters(piece.text).reverse().join('') }
    : piece

/**
 * Cuts a text into runs, in the order in which they stand on the line from left to right.
 * @returns undefined where a character is in no font
 */
export function runsOf(text: string, typefaces: Typefaces, voice: Voice, han: HanForms): Run[] | undefined {
  const parts = clusters(forDrawing(text))
  const slices = typefaces.choose(parts, voice, han)
  const { base, each } = directions(parts)
  const pieces: Piece[] = []
  for (const [at, part] of parts.entries()) {
    const slice = slices[at]
    const direction = each[at] ?? base
    if (!slice) return undefined
    const shown = direction === 'rtl' ? (brackets[part] ?? part) : part
    const last = pieces.at(-1)
    if (last && last.slice === slice && last.direction === direction) last.text += shown
    else pieces.push({ text: shown, slice, direction })
  }
  return inLineOrder(pieces.map(turned), base)
}
