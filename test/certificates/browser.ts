import type { Express } from 'express'
import request from 'supertest'

/** A browser without scripts, signed in or not: it keeps cookies and sends the token of the last form. */
export function browserOf(app: Express, headers: Record<string, string> = {}) {
  const agent = request.agent(app)
  let token = ''
  return {
    async get(path: string) {
      const response = await agent.get(path).set({ Accept: 'text/html', ...headers })
      token = /name="_csrf" value="([^"]+)"/.exec(response.text ?? '')?.[1] ?? token
      return response
    },
    post: (path: string, fields: Record<string, string> = {}) =>
      agent
        .post(path)
        .set({ Accept: 'text/html', ...headers })
        .type('form')
        .send({ _csrf: token, ...fields }),
    pdf: (path: string) =>
      agent
        .get(path)
        .set(headers)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = []
          res.on('data', (part: Buffer) => parts.push(part))
          res.on('end', () => done(null, Buffer.concat(parts)))
        }),
  }
}
/** The text of a page's main part, without its markup. */
export const words = (html: string) =>
  html
    .replace(/^[\s\S]*<main[^>]*>|<\/main>[\s\S]*$/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
