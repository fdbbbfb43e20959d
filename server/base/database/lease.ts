import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { randomId } from '../ids.js'
import { isDuplicate } from './errors.js'

interface Lease {
  _id: string
  holder: string
  until: Date
}

const lastsMs = 30_000
const retryMs = 250

/**
 * Does `work` while no other process does the work of that name, waiting for its turn. A process that dies holds the
 * others up for half a minute.
 */
export async function withLease<T>(
  { connection, name, clock }: { connection: Connection; name: string; clock: Clock },
  work: () => Promise<T>,
): Promise<T> {
  const leases = connection.collection<Lease>('leases')
  const holder = randomId()
  const end = () => new Date(clock.now().getTime() + lastsMs)
  while (!(await take())) await new Promise((resolve) => setTimeout(resolve, retryMs))
  const renewal = setInterval(() => {
    leases.updateOne({ _id: name, holder }, { $set: { until: end() } }).catch(() => undefined)
  }, lastsMs / 3)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
    await leases.deleteOne({ _id: name, holder })
  }

  async function take(): Promise<boolean> {
    const free = { _id: name, until: { $lt: clock.now() } }
    try {
      await leases.updateOne(free, { $set: { holder, until: end() } }, { upsert: true })
      return true
    } catch (error) {
      // The lease is there and not over: the upsert met its _id.
      if (isDuplicate(error)) return false
      throw error
    }
  }
}
