import type { LanguageMap } from '../../xapi/index.js'

/** What languages a reader likes, best first, in lower case; `*` stands for any. */
export type Preference = readonly string[]

const mostRanges = 50

/** Reads `Accept-Language` (RFC 9110, 12.5.4); what is not wanted at all is left out. */
export function languagePreference(header: string | undefined): Preference {
  const ranges = (header ?? '')
    .split(',')
    .slice(0, mostRanges)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2)
      return { range, quality: weight === undefined ? 1 : Number(weight) }
    })
  return ranges
    .filter(({ range, quality }) => range !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ range }) => range)
}

/** One entry of a language map: the best that the reader likes, else the first. */
export function localized(map: LanguageMap, preference: Preference): LanguageMap {
  const tags = Object.keys(map)
  const tag = chosen(tags, preference) ?? tags[0]
  return tag === undefined ? {} : { [tag]: map[tag] ?? '' }
}

function chosen(tags: string[], preference: Preference): string | undefined {
  for (const range of preference) {
    const found = range === '*' ? tags[0] : (tags.find((tag) => isWithin(tag, range)) ?? wider(tags, range))
    if (found !== undefined) return found
  }
  return undefined
}

/** `en-GB` is within `en`, and within itself. */
const isWithin = (tag: string, range: string) => `${tag.toLowerCase()}-`.startsWith(`${range}-`)

/** For a reader of `fr-CA`, plain `fr` is better than another language. */
const wider = (tags: string[], range: string) => tags.find((tag) => isWithin(range, tag.toLowerCase()))
