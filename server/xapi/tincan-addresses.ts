import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns'
import { BlockList, isIP } from 'node:net'

/** Where no LRS of somebody else's is: this machine, its own network, and addresses that mean something special. */
const notPublic = new BlockList()
const networks: [network: string, prefix: number][] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4', '::/128', '::1/128', '64:ff9b::/96'],
  ...['64:ff9b:1::/48', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
].map((text) => [text.slice(0, text.indexOf('/')), Number(text.slice(text.indexOf('/') + 1))])
for (const [network, prefix] of networks) notPublic.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4')

/** Whether an address is one that the world can reach. An IPv4 address in an IPv6 one is judged as itself. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && !notPublic.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** The host of an address as it is looked up: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** A name or address that never leaves this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

export class NotPublic extends Error {
  readonly code = 'ENOTPUBLIC'
  constructor(host: string) {
    super(`${host} is not an address of the public network`)
    this.name = 'NotPublic'
  }
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * Looks a host up for a connection, and refuses it where it leads to an address that is not public. It is asked at
 * every connection, so a name cannot lead elsewhere afterwards.
 */
export function publicLookup(host: string, options: LookupOptions, found: Found): void {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error) return found(error, [])
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) return found(new NotPublic(host), [])
    if (options.all) found(null, addresses)
    else found(null, first.address, first.family)
  })
}
