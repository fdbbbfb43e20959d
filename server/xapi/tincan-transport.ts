import * as http from 'node:http'
import * as https from 'node:https'
import { isIP } from 'node:net'
import { hostOf, isPublicAddress, NotPublic, publicLookup } from './tincan-addresses.js'

/** A request to another LRS. */
export interface RemoteRequest {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  body?: string | Buffer | undefined
}

/** What another LRS answered, whatever the status. */
export interface RemoteAnswer {
  status: number
  /** As it came: seconds, or a date. */
  retryAfter?: string | undefined
  text: string
}

/** No answer: the LRS cannot be reached, does not answer in time, or breaks off. */
export class RemoteFailure extends Error {
  constructor(
    /** Such as ECONNREFUSED or CERT_HAS_EXPIRED; TIMEOUT, TOO_LARGE or STOPPED where the end was ours. */
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'RemoteFailure'
  }
}

export interface TransportOptions {
  /** Whether this host may be at an address of the private network. */
  mayBePrivate: boolean
  /** For a whole exchange, from the beginning of the connection to the end of the answer. */
  timeoutMs: number
  /** Cuts off what is under way. */
  signal?: AbortSignal | undefined
}

export interface Transport {
  /** @throws RemoteFailure */
  exchange(request: RemoteRequest): Promise<RemoteAnswer>
  /** Lets go of the connections. */
  close(): void
}

/** The answer to a page of statements is far smaller; whoever sends more is no LRS. */
const largestAnswer = 4 * 1024 * 1024

/**
 * A way to send requests that follows no redirect (it would carry the secret to another host, and turn a POST into a
 * GET whose 200 says nothing), ends in time, bounds what it reads, and keeps its connections between requests.
 */
export function createTransport(options: TransportOptions): Transport {
  const own = { keepAlive: true, maxSockets: 1, ...(!options.mayBePrivate && { lookup: publicLookup }) }
  const agents = { 'http:': new http.Agent(own), 'https:': new https.Agent(own) }
  return {
    async exchange(request) {
      const { signal, hasTimedOut, done } = timeLimit(options)
      try {
        return await send(request, { agents, signal, mayBePrivate: options.mayBePrivate })
      } catch (error) {
        throw failureOf(error, options, hasTimedOut())
      } finally {
        done()
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** Ends an exchange in time, or when everything is cut off; nothing of it outlives the exchange. */
function timeLimit({ timeoutMs, signal }: TransportOptions) {
  const end = new AbortController()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    end.abort()
  }, timeoutMs)
  const cut = () => end.abort()
  if (signal?.aborted) cut()
  signal?.addEventListener('abort', cut)
  return {
    signal: end.signal,
    hasTimedOut: () => timedOut,
    done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cut)
    },
  }
}

interface Sending {
  agents: { 'http:': http.Agent; 'https:': https.Agent }
  signal: AbortSignal
  mayBePrivate: boolean
}

async function send({ method, url, headers, body }: RemoteRequest, sending: Sending): Promise<RemoteAnswer> {
  const address = new URL(url)
  const host = hostOf(address)
  // An address needs no lookup, so the lookup cannot refuse it.
  if (!sending.mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw new NotPublic(host)
  const isTls = address.protocol === 'https:'
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  const init = { method, headers: { ...headers, ...length }, signal: sending.signal }
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = isTls
      ? https.request(address, { ...init, agent: sending.agents['https:'] })
      : http.request(address, { ...init, agent: sending.agents['http:'] })
    request.once('response', resolve)
    // After the answer began, its reader hears of a fault, and this does nothing more.
    request.on('error', reject)
    request.end(body)
  })
  const { statusCode: status = 0 } = response
  return { status, retryAfter: response.headers['retry-after'], text: await read(response) }
}

async function read(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > largestAnswer) throw new RemoteFailure('TOO_LARGE', 'the answer is larger than any of an LRS')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function failureOf(error: unknown, { signal, timeoutMs }: TransportOptions, hasTimedOut: boolean): RemoteFailure {
  if (error instanceof RemoteFailure) return error
  if (signal?.aborted) return new RemoteFailure('STOPPED', 'the request was cut off')
  if (hasTimedOut) return new RemoteFailure('TIMEOUT', `no complete answer within ${timeoutMs / 1000} seconds`)
  const { code = 'UNKNOWN', message } = error as Error & { code?: string }
  return new RemoteFailure(code, message || code)
}
