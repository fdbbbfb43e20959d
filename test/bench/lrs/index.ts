import type { Figure } from '../figure.js'
import { contention } from './contention.js'
import { reads } from './reads.js'
import { withServers } from './servers.js'
import { writes } from './writes.js'

/** The record store: writing, reading at growing sizes, and many writers at one thing. */
export const lrs = (): Promise<Figure[]> =>
  withServers(async (servers) => [
    ...(await writes(servers)),
    ...(await contention(servers)),
    ...(await reads(servers)),
  ])
