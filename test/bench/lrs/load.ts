import autocannon from 'autocannon'

export const connections = 8

export interface Load {
  url: string
  headers?: Record<string, string>
  /** Makes the body of each request; without it the request is a GET. */
  body?: () => string
  seconds?: number
  atOnce?: number
}

export interface Measured {
  perSecond: number
  p50: number
  p99: number
}

/**
 * Sends requests one after another on each connection.
 * @throws Error where one is answered with another status than 200
 */
export async function measure({ url, headers, body, seconds = 4, atOnce = connections }: Load): Promise<Measured> {
  const result = await autocannon({
    url,
    connections: atOnce,
    duration: seconds,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body && { method: 'POST', requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }] }),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers of another status, ${result.errors} errors`)
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }
}
