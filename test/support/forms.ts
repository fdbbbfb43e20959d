import type request from 'supertest'

type Agent = ReturnType<typeof request.agent>

/** A browser without scripts: reads a page for its form's token, then sends the form. */
export async function submit(
  agent: Agent,
  page: string,
  fields: Record<string, string | string[]>,
  options: { action?: string; headers?: Record<string, string> } = {},
): Promise<request.Response> {
  const shown = await agent.get(page)
  const token = /name="_csrf" value="([^"]+)"/.exec(shown.text)?.[1]
  if (!token) throw new Error(`${page} answered ${shown.status} without a form`)
  return agent
    .post(options.action ?? page)
    .set(options.headers ?? {})
    .type('form')
    .send({ _csrf: token, ...fields })
}

/** What a reader reads: a page without its tags. */
export const textOf = ({ text }: request.Response): string =>
  text
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

/** Where the switch of languages on a page leads. */
export const languageSwitch = ({ text }: request.Response, language: string): string =>
  new RegExp(`<a href="([^"]+)" lang="${language}" hreflang`).exec(text)?.[1] ?? `no switch to ${language}`
