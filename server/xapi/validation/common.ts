import type { Edition } from './editions.js'
import { isDuration, isIri, isLanguageTag, isTimestamp, isUuid } from './formats.js'
import { map, text, type Shape } from './shape.js'

/** The data types that all parts of a statement share (Data 4.0). */
export interface CommonShapes {
  iri: Shape
  uuid: Shape
  timestamp: Shape
  duration: Shape
  languageTag: Shape
  languageMap: Shape
  extensions: Shape
}

export function commonShapes({ clauses: c }: Edition): CommonShapes {
  return {
    iri: text(c.iri, 'not an IRI with a scheme', isIri),
    uuid: text(c.uuid, 'not a UUID', isUuid),
    timestamp: text(c.timestamp, 'not an ISO 8601 timestamp', isTimestamp),
    duration: text(c.duration, 'not an ISO 8601 duration', isDuration),
    languageTag: text(c.languageMap, 'not a language tag of RFC 5646', isLanguageTag),
    languageMap: map(c.languageMap, 'not a language tag of RFC 5646', isLanguageTag, text(c.languageMap)),
    extensions: map(c.extensions, 'an extension whose key is not an IRI', isIri),
  }
}
