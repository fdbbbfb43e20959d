import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { unpackWoff } from './woff.js'

const require = createRequire(import.meta.url)

/** One woff file: a slice of a family, as @fontsource cuts it by code points. */
export interface Slice {
  /** The name under which a PDF knows it. */
  name: string
  data: Buffer
  /** Whether it has a glyph for every character of a text. */
  shows(text: string): boolean
  /**
   * Says of the texts of one document, in their order, whether the glyphs that draw them spell them. A glyph means the
   * letter that it first stood for, in fontkit as in the list of meanings that a PDF has: one that is drawn for several
   * letters (the bare forms of Arabic, which get their points from others) spells only the first.
   */
  speller(): (text: string) => boolean
}

export interface Family {
  /** The slice that can show this grapheme cluster as a whole: marks are placed only on letters of their own font. */
  sliceFor(cluster: string): Slice | undefined
}

type Range = readonly [first: number, last: number]

/** 'U+0000-00FF,U+0131' */
const readRanges = (text: string): Range[] =>
  text.split(',').map((part) => {
    const [first = '', last = first] = part.trim().slice(2).split('-')
    return [parseInt(first, 16), parseInt(last, 16)]
  })

function openSlice(name: string, file: string): Slice {
  const data = unpackWoff(readFileSync(require.resolve(file)))
  const font = create(data)
  return {
    name,
    data,
    shows: (text) => [...text].every((letter) => hasGlyph(font, letter)),
    speller() {
      const own = create(data)
      return (text) => {
        const { glyphs, direction } = own.layout(text, [])
        const letters = glyphs.map(({ codePoints }) => String.fromCodePoint(...codePoints))
        return (direction === 'rtl' ? letters.reverse() : letters).join('') === text
      }
    },
  }
}

/** Some slices that @fontsource packs hold no letters at all, not even the table that would list them. */
function hasGlyph(font: Font, letter: string): boolean {
  try {
    return font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)
  } catch {
    return false
  }
}

/**
 * A family of the package `@fontsource/<family>`. Its files are opened when a letter first asks for them: a CJK family
 * has more than a hundred.
 * @param weight 400, 600 …, as the package has them
 */
export function openFamily(family: string, weight = 400): Family {
  const unicode = JSON.parse(readFileSync(require.resolve(`@fontsource/${family}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >
  const slices = Object.entries(unicode).map(([key, ranges]) => {
    const subset = key.replace(/[[\]]/g, '')
    const file = `@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`
    let opened: Slice | undefined
    return { ranges: readRanges(ranges), open: () => (opened ??= openSlice(`${family}-${subset}-${weight}`, file)) }
  })
  return {
    sliceFor(cluster) {
      const base = cluster.codePointAt(0) ?? 0
      return slices
        .filter(({ ranges }) => ranges.some(([first, last]) => base >= first && base <= last))
        .map(({ open }) => open())
        .find((slice) => slice.shows(cluster))
    },
  }
}
