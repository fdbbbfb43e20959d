import { startServer, type ServerProcess } from '../support/server-process.js'
import type { Chance } from './chance.js'

const victims = ['server', 'engine', 'both'] as const
export type Victim = (typeof victims)[number]

/** A server that is killed and started again, at the address of the moment. */
export interface Mortal {
  url(): string
  /** Kills by SIGKILL, and starts again what does not do so by itself. */
  kill(victim: Victim, chance: Chance): Promise<void>
  /** Kills everything, for good. */
  end(): Promise<void>
}

export async function mortalServer(dataDir: string): Promise<Mortal> {
  let server: ServerProcess = await startServer({ dataDir })

  /** Both as close together as can be; which one comes first is left to chance. */
  async function strike(victim: Victim, engineFirst: boolean): Promise<void> {
    const engine = server.enginePid()
    const order = engineFirst ? [engine, server.pid] : [server.pid, engine]
    for (const pid of order)
      if (pid !== undefined && (victim === 'both' || pid === (victim === 'server' ? server.pid : engine)))
        process.kill(pid, 'SIGKILL')
    if (victim !== 'engine') await server.ended
  }

  return {
    url: () => server.url,
    async kill(victim, chance) {
      await strike(victim, chance.whole(0, 1) === 1)
      // The server starts a killed engine again by itself.
      if (victim !== 'engine') server = await startServer({ dataDir })
    },
    end: () => strike('both', true),
  }
}

/** So many blows, each kind at least once, at random amounts of work done. */
export function plan(count: number, work: number, chance: Chance): { victim: Victim; after: number; waitMs: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    victim: victims[index] ?? chance.oneOf(victims),
    after: chance.whole(0, work),
    waitMs: chance.whole(0, 60),
  })).sort((a, b) => a.after - b.after)
}
