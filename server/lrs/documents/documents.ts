import { createHash } from 'node:crypto'
import type { Clock } from '../../base/clock.js'
import type { XapiVersion } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import { merged } from './merge.js'
import type { DocumentContext, DocumentPlace, KeptDocument } from './model.js'
import { holdFor, type Preconditions } from './preconditions.js'
import type { Contents, DocumentStore, Head } from './store.js'

/** Contents of any kind, as they came. */
export type Sent = Pick<KeptDocument, 'contentType' | 'contents'>

/**
 * State, Activity Profiles and Agent Profiles (Communication 2.3, 2.6, 2.7). Of two writers at once, one is first, and
 * the other's preconditions are asked of what the first wrote.
 */
export interface Documents {
  /** @throws LrsError 404 */
  get(place: DocumentPlace): Promise<KeptDocument>
  /** The documents of a context, in the order of their last writing. @param since stored after this moment */
  list(context: DocumentContext, since?: Date): Promise<Pick<KeptDocument, 'id' | 'updated'>[]>
  /** @throws LrsError 412, 413, and 409 or 400 where the version asks for a precondition and there is none */
  put(place: DocumentPlace, sent: Sent, on: Preconditions, version: XapiVersion): Promise<void>
  /** Merges. @throws LrsError 400, 412, 413 */
  post(place: DocumentPlace, sent: Sent, on: Preconditions): Promise<void>
  /** @throws LrsError 412 */
  delete(place: DocumentPlace, on: Preconditions): Promise<void>
  deleteAll(context: DocumentContext): Promise<void>
}

/** The database takes 16 MB in one piece. */
const largestDocument = 15 * 1024 * 1024

/** @param limit of a document, in bytes */
export function createDocuments(uses: { store: DocumentStore; clock: Clock; limit: number }): Documents {
  const { store, clock } = uses
  const limit = Math.min(uses.limit, largestDocument)

  /** Looks, decides, and writes if nothing has changed meanwhile; else looks again. Every round, somebody succeeds. */
  async function change<Seen extends Head>(
    look: () => Promise<Seen | undefined>,
    place: DocumentPlace,
    decide: (seen: Seen | undefined) => Sent | undefined,
  ): Promise<void> {
    for (;;) {
      const seen = await look()
      const next = decide(seen)
      if (next && next.contents.length > limit)
        throw new LrsError(413, 'too-large', `the document has ${next.contents.length} bytes; it may have ${limit}`)
      if (await store.replace(place, seen, next && stamped(next, seen))) return
    }
  }

  /** Later than what was there, so that `since` finds every change. */
  function stamped({ contentType, contents }: Sent, seen: Head | undefined): Contents {
    const updated = new Date(Math.max(clock.now().getTime(), (seen?.updated.getTime() ?? 0) + 1))
    return { contentType, contents, etag: sha1(contents), updated }
  }

  return {
    async get(place) {
      const found = await store.read(place)
      if (!found) throw new LrsError(404, 'not-found', 'there is no such document')
      return found
    },
    list: (context, since) => store.list(context, since),
    put: (place, sent, on, version) =>
      change(
        () => store.head(place),
        place,
        (seen) => {
          check(on, seen)
          checkBlindPut(place, on, seen, version)
          return sent
        },
      ),
    post: (place, sent, on) =>
      change(
        () => store.read(place),
        place,
        (seen) => {
          check(on, seen)
          return merged(seen, sent)
        },
      ),
    delete: (place, on) =>
      change(
        () => store.head(place),
        place,
        (seen) => {
          check(on, seen)
          return undefined
        },
      ),
    deleteAll: (context) => store.clear(context),
  }
}

const sha1 = (contents: Buffer) => createHash('sha1').update(contents).digest('hex')

/** @throws LrsError 412 (Communication 3.1) */
function check(on: Preconditions, seen: Head | undefined): void {
  if (holdFor(on, seen?.etag)) return
  const state = seen ? `the document's ETag is "${seen.etag}"` : 'there is no such document'
  throw new LrsError(412, 'precondition', `If-Match or If-None-Match does not hold: ${state} (Communication 3.1)`)
}

/**
 * A PUT that says nothing about what it replaces (Communication 3.1): 1.0.3 lets it pass for State, and wants a
 * precondition for profiles, new ones too; 2.0 refuses it wherever it would overwrite.
 */
function checkBlindPut({ kind }: DocumentPlace, on: Preconditions, seen: Head | undefined, version: XapiVersion): void {
  if (on.ifMatch !== undefined || on.ifNoneMatch !== undefined) return
  if (version === '1.0.3' && kind === 'state') return
  if (seen)
    throw new LrsError(
      409,
      'no-precondition',
      `there is a document already: look at it, and send its ETag "${seen.etag}" as If-Match (Communication 3.1)`,
    )
  if (version === '1.0.3')
    throw new LrsError(
      400,
      'no-precondition',
      'a profile is only put with If-Match or If-None-Match (Communication 3.1)',
    )
}
