import TinCan from 'tincanjs'
import { multipart, type AttachmentData } from './tincan-multipart.js'
import { createTransport, type RemoteAnswer, type RemoteRequest, type Transport } from './tincan-transport.js'
import { inVersion, tincanSpeaks, type RemoteVersion } from './tincan-version.js'
import type { Statement } from './types.js'

/** Another LRS, and how it is spoken to. */
export interface Remote {
  /** The address below which its resources are, such as `https://lrs.example.org/xapi`. */
  endpoint: string
  key: string
  secret: string
  version: RemoteVersion
  mayBePrivate: boolean
  timeoutMs: number
  /** Cuts off what is under way. */
  signal?: AbortSignal | undefined
}

/** A client of another LRS. An answer is an answer, whatever its status; only where none comes it throws. */
export interface RemoteLrs {
  /** The JSON in which it is sent a statement, read back. */
  inItsVersion(statement: Statement): Statement
  /** POST statements (Communication 2.1.2). @throws RemoteFailure */
  save(statements: Statement[], data?: AttachmentData[]): Promise<RemoteAnswer>
  /** GET statements: one, by its id (Communication 2.1.3). @throws RemoteFailure */
  retrieve(id: string, which: 'statementId' | 'voidedStatementId'): Promise<RemoteAnswer>
  close(): void
}

/** What the resources need: tincanjs fills it for the versions it speaks, and we for those that came after it. */
type Requester = (request: {
  method: RemoteRequest['method']
  resource: 'statements'
  params?: Record<string, string>
  contentType?: string
  body?: string | Buffer
}) => Promise<RemoteAnswer>

export function createRemoteLrs(remote: Remote): RemoteLrs {
  const transport = createTransport(remote)
  const request = tincanSpeaks(remote.version) ? tincanRequester(remote, transport) : ownRequester(remote, transport)
  const inItsVersion = (statement: Statement) => inVersion(statement, remote.version) as Statement
  return {
    inItsVersion,
    save(statements, data = []) {
      const json = JSON.stringify(statements.map(inItsVersion))
      const { contentType, body } =
        data.length > 0 ? multipart(json, data) : { contentType: 'application/json', body: json }
      return request({ method: 'POST', resource: 'statements', contentType, body })
    },
    retrieve: (id, which) => request({ method: 'GET', resource: 'statements', params: { [which]: id } }),
    close: () => transport.close(),
  }
}

/** tincanjs makes the request; it is sent our way, because its own follows redirects with the secret in hand. */
function tincanRequester(remote: Remote, transport: Transport): Requester {
  const { endpoint, version } = remote
  const lrs = new TinCan.LRS({ endpoint, auth: authorization(remote), version, allowFail: false })
  lrs._makeRequest = (url, headers, { method, params, data, callback }) => {
    const request = { method: method as RemoteRequest['method'], url: withQuery(url, params), headers }
    transport.exchange({ ...request, body: data as string | Buffer | undefined }).then(
      (answer) => callback(null, answer),
      (error: unknown) => callback(error, null),
    )
  }
  return ({ method, resource, params, contentType, body }) =>
    new Promise((resolve, reject) => {
      lrs.sendRequest({
        ...{ url: resource, method },
        ...(params && { params }),
        ...(contentType !== undefined && { headers: { 'Content-Type': contentType }, data: body }),
        callback: (error, answer) => (error ? reject(error as Error) : resolve(answer as RemoteAnswer)),
      })
    })
}

/** HTTP Basic in UTF-8; tincanjs, left to itself, would cut every letter beyond Latin-1 to a byte. */
const authorization = ({ key, secret }: Remote) => `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`

function ownRequester(remote: Remote, transport: Transport): Requester {
  const { endpoint, version } = remote
  const headers = { Authorization: authorization(remote), 'X-Experience-API-Version': version }
  return ({ method, resource, params, contentType, body }) =>
    transport.exchange({
      method,
      url: withQuery(`${endpoint.replace(/\/+$/, '')}/${resource}`, params),
      headers: { ...headers, ...(contentType !== undefined && { 'Content-Type': contentType }) },
      body,
    })
}

const withQuery = (url: string, params: Record<string, string> | undefined) =>
  params ? `${url}?${new URLSearchParams(params).toString()}` : url
