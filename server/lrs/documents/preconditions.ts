/** A list of entity tags, without their quotes, or `*`. */
export type Tags = '*' | string[]

/** What a request says about the state in which it expects a document (Communication 3.1; RFC 9110, 13.1). */
export interface Preconditions {
  ifMatch?: Tags
  ifNoneMatch?: Tags
}

/**
 * Reads a header. `W/` is passed over, because proxies that compress put it in front of our tags, and quotes may be
 * missing, because clients that may not read the header compute the tag themselves.
 */
export function tagsIn(header: string | undefined): Tags | undefined {
  if (header === undefined) return undefined
  if (header.trim() === '*') return '*'
  return [...header.matchAll(/(?:W\/)?"([^"]*)"|[^\s,"]+/g)].map(([whole, quoted]) => quoted ?? whole)
}

/** @param etag of the document that is there; undefined: there is none */
export const holdFor = ({ ifMatch, ifNoneMatch }: Preconditions, etag: string | undefined): boolean =>
  (ifMatch === undefined || names(ifMatch, etag)) && (ifNoneMatch === undefined || !names(ifNoneMatch, etag))

/** Whether the document that is there is the one that a header means. */
const names = (tags: Tags, etag: string | undefined) => etag !== undefined && (tags === '*' || tags.includes(etag))
