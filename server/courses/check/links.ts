import type { Rule } from '../package/rules.js'

/**
 * The public hosts that a course may link to: the Convention's own, and organizations whose pages last. A link is
 * checked by its form alone; no request is made.
 */
const hosts = new Set([
  ...['cites.org', 'www.cites.org', 'checklist.cites.org', 'trade.cites.org'],
  ...['speciesplus.net', 'www.speciesplus.net', 'www.iucnredlist.org', 'www.unep-wcmc.org'],
  ...['www.wcoomd.org', 'www.unodc.org', 'www.interpol.int', 'www.iata.org', 'eur-lex.europa.eu'],
])

/**
 * The rule that an address breaks, or undefined.
 * @param anchors the ids that the same text has
 */
export function linkFault(address: string, anchors: ReadonlySet<string>): Rule | undefined {
  if (address.startsWith('#')) return anchors.has(address.slice(1)) ? undefined : 'dead-link'
  // Without a scheme it means a place within the site, of which a package knows none.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) return 'dead-link'
  if (!URL.canParse(address)) return 'link-form'
  const { protocol, username, password, port, hostname } = new URL(address)
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return 'link-form'
  return hosts.has(hostname) ? undefined : 'link-host'
}
