/** A browser without scripts, over a real connection: it keeps its cookie and the token of its forms, and follows nothing. */
export interface Visitor {
  /** The value of one of its cookies; empty if it has none of that name. */
  cookie(name: string): string
  get(path: string): Promise<Answer>
  /** Sends a form with the token of the last page that had one. */
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<Answer>
  /** @throws Error where e-mail or password are refused */
  signIn(email: string, password: string): Promise<void>
}

export interface Answer {
  status: number
  location: string | undefined
  retryAfter: string | undefined
  text: string
}

export type Fields = Record<string, string | string[]>

/**
 * @param url where the server is, asked before each request: it may have moved
 * @param address whom the visitor says to be a proxy of, so that limits an address do not count all visitors as one
 */
export function createVisitor(url: () => string, address: string): Visitor {
  const cookies = new Map<string, { value: string; until: number }>()
  let token = ''

  async function ask(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const headers = { ...init.headers, 'X-Forwarded-For': address, Cookie: sent() }
    const response = await fetch(url() + path, { ...init, headers, redirect: 'manual' })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      const seconds = Number(/; Max-Age=(\d+)/i.exec(set)?.[1] ?? Infinity)
      cookies.set(name, { value, until: Date.now() + seconds * 1000 })
    }
    const text = await response.text()
    token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? token
    const header = (name: string) => response.headers.get(name) ?? undefined
    return { status: response.status, location: header('location'), retryAfter: header('retry-after'), text }
  }

  const sent = () =>
    [...cookies].flatMap(([name, { value, until }]) => (until > Date.now() ? [`${name}=${value}`] : [])).join('; ')
  const get = (path: string) => ask(path, { headers: { Accept: 'text/html' } })
  const post = (path: string, fields: Fields, headers: Record<string, string> = { Accept: 'text/html' }) =>
    ask(path, { method: 'POST', body: new URLSearchParams(pairs({ _csrf: token, ...fields })), headers })
  return {
    cookie: (name) => cookies.get(name)?.value ?? '',
    get,
    post,
    async signIn(email, password) {
      await get('/en/sign-in')
      const { status, location } = await post('/en/sign-in', { email, password })
      if (status !== 303 || location?.includes('sign-in')) throw new Error(`${email} was not signed in: ${status}`)
    },
  }
}

const pairs = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]))
