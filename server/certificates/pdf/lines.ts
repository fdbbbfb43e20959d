import { clusters } from './runs.js'

/** A part before which a line may be broken; lengths in ems. */
export interface Word {
  text: string
  width: number
  /** The space before it, where it does not begin a line. */
  gap: number
}

/** Chinese and Japanese have no spaces; a word over the width is cut too. */
const hasNoSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** Cuts a text where a line may be broken; `gap` is the space before a part, or nothing. */
export function wordsOf(text: string, fits: (word: string) => boolean): { text: string; gap: string }[] {
  return text.split(' ').flatMap((word, at) => {
    const gap = at === 0 ? '' : ' '
    const parts = hasNoSpaces.test(word) || !fits(word) ? clusters(word) : [word]
    return parts.map((part, index) => ({ text: part, gap: index === 0 ? gap : '' }))
  })
}

function greedy(words: Word[], ems: number): string[] {
  const lines: { text: string; width: number }[] = []
  for (const { text, width, gap } of words) {
    const line = lines.at(-1)
    if (line && line.width + gap + width <= ems) {
      line.text += (gap > 0 ? ' ' : '') + text
      line.width += gap + width
    } else lines.push({ text, width })
  }
  return lines.map(({ text }) => text)
}

/** Breaks into as few lines as the width allows, and then as evenly as that number of lines allows. */
export function breakLines(words: Word[], ems: number): string[] {
  let best = greedy(words, ems)
  for (let width = ems * 0.96; best.length > 1 && width > ems / 2; width -= ems * 0.04) {
    const narrower = greedy(words, width)
    if (narrower.length > best.length) break
    best = narrower
  }
  return best
}
