import { z } from 'zod'
import { isUuid, readJson, validateAgent, type Agent } from '../xapi/index.js'

/**
 * The agent that somebody means who types: an account of ours (its opaque id), an e-mail address, an OpenID, or an agent
 * as JSON.
 * @returns undefined where it is none, or one without identifier
 */
export function agentIn(typed: string, iriBase: string): Agent | undefined {
  const text = typed.trim()
  if (isUuid(text)) return { account: { homePage: iriBase, name: text.toLowerCase() } }
  const address = text.replace(/^mailto:/, '')
  if (z.email().safeParse(address).success) return { mbox: `mailto:${address}` }
  if (/^https?:/.test(text)) return valid({ openid: text })
  const read = readJson(text)
  return 'value' in read ? valid(read.value) : undefined
}

function valid(value: unknown): Agent | undefined {
  const checked = validateAgent(value)
  if ('faults' in checked) return undefined
  const isIdentified = ['mbox', 'mbox_sha1sum', 'openid', 'account'].some((name) => name in checked.agent)
  return isIdentified ? checked.agent : undefined
}
