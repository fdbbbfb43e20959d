/** The formats of texts in statements and in query parameters (xAPI 1.0.3, Data 2.2 and 4.0). */

/** An absolute IRI: a scheme, and no character that an IRI never holds (best effort, as Data 2.2 allows). */
export const isIri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/iu.test(text)

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

export const isMailto = (text: string): boolean => /^mailto:[^\s@]+@[^\s@]+$/.test(text)

export const isSha1 = (text: string): boolean => /^[0-9a-f]{40}$/i.test(text)

/** A SHA-2 in hexadecimal: 224, 256, 384 or 512 bits. */
export const isSha2 = (text: string): boolean =>
  /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text)

/** A duration of ISO 8601:2004, 4.4.3.2: weeks alone, or a date and a time part, at least one of them with a number. */
export const isDuration = (text: string): boolean =>
  /^P(?:\d+(?:[.,]\d+)?W|(?!$)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/.test(
    text,
  )

/** The order and the lengths of the subtags of RFC 5646, which is what an LRS must check of a language tag. */
const langtag =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?$/i
const otherTags = /^(?:x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de))$/i

export const isLanguageTag = (text: string): boolean =>
  text.length <= 100 && (langtag.test(text) || otherTags.test(text))

/** `type/subtype` with parameters (RFC 2046). */
export const isMediaType = (text: string): boolean =>
  text.length <= 1000 &&
  /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?: *; *[\w!#$&^.+-]+=(?:[\w!#$&^.+:'-]+|"[^"\p{Cc}]*"))* *$/u.test(text)

const timestamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?(Z|[+-]\d\d(?::?\d\d)?)?$/i

/**
 * Reads a timestamp of ISO 8601, extended format (Data 4.5). One without a zone is taken as UTC; digits beyond a
 * millisecond are cut. RFC 3339 gives the offset -00:00 a meaning of its own ('unknown'), which is refused.
 * @returns undefined if the text is none
 */
export function parseTimestamp(text: string): Date | undefined {
  const parts = timestamp.exec(text)
  const [, dayAndMinute, seconds = ':00', fraction = '', zone = 'Z'] = parts ?? []
  if (dayAndMinute === undefined || /^-00(?::?00)?$/.test(zone)) return undefined
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
  const time = Date.parse(`${dayAndMinute.toUpperCase()}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`)
  if (Number.isNaN(time)) return undefined
  // Date.parse lets 30 February pass into March.
  const day = new Date(`${dayAndMinute.slice(0, 10)}T00:00:00Z`)
  return day.toISOString().startsWith(dayAndMinute.slice(0, 10)) ? new Date(time) : undefined
}

export const isTimestamp = (text: string): boolean => parseTimestamp(text) !== undefined
