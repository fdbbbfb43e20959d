import { isIP } from 'node:net'
import { hostOf, isLoopback, isPublicAddress } from '../../xapi/index.js'

/** What is wrong with the address of a target. Each is a key of the locale `faults`. */
export type EndpointFault = 'not-an-endpoint' | 'not-https' | 'own-endpoint' | 'private-host'

/**
 * Looks at the address of another LRS: https, or http where it stays on this machine; no user, query or fragment; not
 * our own. Names that lead to private addresses are found out when they are connected to.
 * @param options.ownBase the address at which we are
 * @param options.privateHosts the hosts that may have private addresses
 */
export function endpointFault(
  endpoint: string,
  options: { ownBase: string; privateHosts: readonly string[] },
): EndpointFault | undefined {
  if (!URL.canParse(endpoint)) return 'not-an-endpoint'
  const url = new URL(endpoint)
  const isBare = [url.username, url.password, url.search, url.hash].every((part) => part === '')
  if (!isBare || !/^https?:$/.test(url.protocol)) return 'not-an-endpoint'
  if (url.origin === new URL(options.ownBase).origin) return 'own-endpoint'
  if (url.protocol === 'http:' && !isLoopback(hostOf(url))) return 'not-https'
  return isKnownPrivate(hostOf(url)) && !mayBePrivate(endpoint, options.privateHosts) ? 'private-host' : undefined
}

const isKnownPrivate = (host: string) => isLoopback(host) || (isIP(host) !== 0 && !isPublicAddress(host))

/** Whether the operator of the machine said that this host may be in the private network. */
export const mayBePrivate = (endpoint: string, privateHosts: readonly string[]): boolean =>
  privateHosts.includes(hostOf(new URL(endpoint)))

/** As it is kept: without slashes at its end. */
export const tidyEndpoint = (endpoint: string): string => new URL(endpoint).href.replace(/\/+$/, '')
