import { on } from 'node:events'
import type { Readable } from 'node:stream'
import { Dicer } from '@fastify/busboy'
import type { Part } from '../attachments/part.js'
import { LrsError } from '../errors.js'

/** A part's head is a few lines. */
const headLimits = { maxHeaderPairs: 30, maxHeaderSize: 16 * 1024 }

/**
 * Takes a multipart body apart while it comes (RFC 2046). The parts are to be read one after the other; what is not
 * read holds up the sender.
 * @throws LrsError 400 where the body is not what its boundary promises, or ends early
 */
export async function* partsOf(body: Readable, boundary: string, clause: string): AsyncGenerator<Part> {
  const dicer = new Dicer({ boundary, ...headLimits })
  const { headOf, failure, cut } = watch(dicer)
  body.once('error', cut)
  const found = on(dicer, 'part', { close: ['finish'] }) as AsyncIterable<[Dicer.PartStream]>
  body.pipe(dicer)
  try {
    let index = 0
    for await (const [part] of found) {
      const chunks = part[Symbol.asyncIterator]() as AsyncIterator<Buffer>
      // The head is known as soon as the first bytes behind it are, or the end.
      const first = await chunks.next()
      const path = `parts[${index}]`
      index += 1
      yield {
        path,
        headers: headOf(part),
        read: (limit) => collect(first, chunks, { limit, path, failure }).catch(asRefusal(clause)),
      }
    }
  } catch (error) {
    asRefusal(clause)(error)
  } finally {
    body.off('error', cut)
    body.unpipe(dicer)
    // What is left unread is let through, so that the sender comes to read the answer.
    body.on('error', ignore).resume()
  }
}

const ignore = () => undefined

/** Notes what the parser tells at once and is asked for later: heads of parts, and its failure. */
function watch(dicer: Dicer) {
  const heads = new WeakMap<object, ReadonlyMap<string, string>>()
  let open: Dicer.PartStream | undefined
  let failed: Error | undefined
  dicer.on('part', (part) => {
    open = part
    part.on('header', (head) => heads.set(part, flat(head as unknown as Record<string, string[]>)))
    part.on('error', ignore)
  })
  // A part that ends early ends like any other for whoever begins to read it only then.
  dicer.on('error', (error) => (failed = error))
  return {
    headOf: (part: object): ReadonlyMap<string, string> => heads.get(part) ?? new Map(),
    failure: () => failed,
    cut() {
      open?.destroy(new Error('the request ended early'))
      dicer.destroy(new Error('the request ended early'))
    },
  }
}

const flat = (head: Record<string, string[]>): ReadonlyMap<string, string> =>
  new Map(Object.entries(head).map(([name, values]) => [name, values.join(', ').trim()]))

async function collect(
  first: IteratorResult<Buffer>,
  chunks: AsyncIterator<Buffer>,
  { limit, path, failure }: { limit: number; path: string; failure: () => Error | undefined },
): Promise<Buffer> {
  const collected: Buffer[] = []
  let bytes = 0
  for (let next = first; next.done !== true; next = await chunks.next()) {
    bytes += next.value.length
    if (bytes > limit) throw new LrsError(413, 'too-large', `${path} is larger than the ${limit} bytes that are taken`)
    collected.push(next.value)
  }
  const failed = failure()
  if (failed) throw failed
  return Buffer.concat(collected)
}

/** Whatever else is wrong with a body is the sender's fault. */
const asRefusal =
  (clause: string) =>
  (error: unknown): never => {
    if (error instanceof LrsError) throw error
    throw new LrsError(400, 'multipart', `the multipart body cannot be read: ${(error as Error).message} (${clause})`)
  }
