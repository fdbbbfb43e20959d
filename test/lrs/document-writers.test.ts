import { systemClock } from '../../server/base/clock.js'
import { createDocuments, type Documents } from '../../server/lrs/documents/documents.js'
import type { DocumentPlace } from '../../server/lrs/documents/model.js'
import { createDocumentStore } from '../../server/lrs/documents/store.js'
import { handClock, lrsDatabase } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let writers: Documents[]
beforeAll(async () => {
  database = await lrsDatabase()
  // Each on a connection of its own: nothing in common but the database.
  const connections = await Promise.all([1, 2, 3, 4].map(() => database.another()))
  const options = { clock: systemClock, limit: 1000 }
  writers = connections.map((connection) => createDocuments({ store: createDocumentStore(connection), ...options }))
})
afterAll(() => database.drop())

let count = 0
const freshPlace = (): DocumentPlace => ({ kind: 'agent-profile', agent: 'mbox:a@example.org', id: `${(count += 1)}` })
const json = (value: object) => ({ contentType: 'application/json', contents: Buffer.from(JSON.stringify(value)) })
const writer = (index: number): Documents => writers[index % writers.length] as Documents
const read = async (place: DocumentPlace) => JSON.parse((await writer(0).get(place)).contents.toString()) as object

/** Does something many times at once, by all writers; tells how often it succeeded, and the statuses of the others. */
async function race(times: number, act: (documents: Documents, index: number) => Promise<void>) {
  const results = await Promise.allSettled(Array.from({ length: times }, (_, index) => act(writer(index), index)))
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.status as number] : []))
  return { succeeded: times - refused.length, refused: new Set(refused) }
}

describe('writers of one document at the same time', () => {
  test('PUT that may create: one creates, the others get 412', async () => {
    const place = freshPlace()
    const outcome = await race(20, (documents, index) =>
      documents.put(place, json({ index }), { ifNoneMatch: '*' }, '1.0.3'),
    )
    expect(outcome).toEqual({ succeeded: 1, refused: new Set([412]) })
  })

  test('PUT that says nothing, in 2.0: one creates, the others get 409', async () => {
    const place = freshPlace()
    const outcome = await race(20, (documents, index) => documents.put(place, json({ index }), {}, '2.0.0'))
    expect(outcome).toEqual({ succeeded: 1, refused: new Set([409]) })
  })

  test('PUT that says nothing, for State in 1.0.3: all succeed, one of them last', async () => {
    const place = { ...freshPlace(), kind: 'state' as const }
    const outcome = await race(20, (documents, index) => documents.put(place, json({ index }), {}, '1.0.3'))
    expect(outcome.succeeded).toBe(20)
    expect(await read(place)).toEqual({ index: expect.any(Number) })
  })

  test('PUT, POST and DELETE on the same ETag: one wins, the others get 412', async () => {
    const place = freshPlace()
    await writer(0).post(place, json({ a: 0 }), {})
    const { etag } = await writer(0).get(place)
    const on = { ifMatch: [etag] }
    const outcome = await race(21, (documents, index) => {
      const value = json({ a: index + 1 })
      if (index % 3 === 0) return documents.put(place, value, on, '1.0.3')
      return index % 3 === 1 ? documents.post(place, value, on) : documents.delete(place, on)
    })
    expect(outcome).toEqual({ succeeded: 1, refused: new Set([412]) })
  })

  test('POST without a precondition loses no property of anybody', async () => {
    const place = freshPlace()
    const outcome = await race(30, (documents, index) => documents.post(place, json({ [`by${index}`]: index }), {}))
    expect(outcome.succeeded).toBe(30)
    expect(await read(place)).toEqual(
      Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`by${index}`, index])),
    )
  })

  test('a document that was deleted and made anew is not taken for the one that was seen', async () => {
    const [place, store] = [freshPlace(), createDocumentStore(database.connection)]
    await writer(0).post(place, json({ a: 1 }), {})
    const seen = await store.head(place)
    await writer(0).delete(place, {})
    await writer(0).post(place, json({ a: 1 }), {})
    const next = { ...json({ a: 2 }), etag: 'x', updated: new Date() }
    expect(await store.replace(place, seen, next)).toBe(false)
    expect(await store.replace(place, seen, undefined)).toBe(false)
    expect(await read(place)).toEqual({ a: 1 })
  })

  test('each change is later than the one before, even in the same millisecond', async () => {
    const clock = handClock()
    const documents = createDocuments({ store: createDocumentStore(database.connection), clock, limit: 1000 })
    const place = { ...freshPlace(), agent: 'mbox:b@example.org' }
    await documents.post(place, json({ a: 1 }), {})
    const since = (await documents.get(place)).updated
    expect(await documents.list(place, since)).toEqual([])
    await documents.post(place, json({ a: 2 }), {})
    expect(await documents.list(place, since)).toMatchObject([{ id: place.id }])
  })

  test('no document is larger than the database takes in one piece, whatever a body may have', async () => {
    const store = createDocumentStore(database.connection)
    const documents = createDocuments({ store, clock: systemClock, limit: 100 * 1024 * 1024 })
    const place = { ...freshPlace(), id: 'x'.repeat(10_000) }
    const [contentType, most] = ['video/x-own', 15 * 1024 * 1024]
    const sent = (length: number) => ({ contentType, contents: Buffer.alloc(length, 7) })
    await expect(documents.put(place, sent(most + 1), { ifNoneMatch: '*' }, '1.0.3')).rejects.toMatchObject({
      status: 413,
    })
    await documents.put(place, sent(most), { ifNoneMatch: '*' }, '1.0.3')
    expect((await documents.get(place)).contents.equals(sent(most).contents)).toBe(true)
  })
})
