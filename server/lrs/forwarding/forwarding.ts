import { randomId } from '../../base/ids.js'
import { createDeadLetterStore } from './dead-letter-store.js'
import { endpointFault, tidyEndpoint } from './endpoint.js'
import { createSeal, sealedFor, type Seal } from './seal.js'
import { createStandings } from './standing.js'
import { createTargetStore, toTarget, type TargetChange, type TargetStore } from './store.js'
import { createTending } from './tend.js'
import type { Begin, Forwarding, ForwardingOptions } from './types.js'

const again: TargetChange = { $set: { refusedInARow: 0 }, $unset: { pausedAt: 1, failure: 1, nextTryAt: 1 } }

export function createForwarding(options: ForwardingOptions): Forwarding {
  const { connection, clock, lrs } = options
  const targets = createTargetStore(connection)
  const letters = createDeadLetterStore(connection)
  const seal = createSeal(options.passphrase)
  const standings = createStandings({ targets, letters, lrs, clock })
  const tending = createTending({ ...options, targets, letters, seal, standings })
  return {
    ...standings,
    ...tending,
    ...administering(options, { targets, seal }),
    endpointFault: (endpoint) => endpointFault(endpoint, options),

    async remove(id) {
      await targets.remove(id)
      await letters.remove({ target: id })
    },

    deadLetters: (target, limit) => letters.list(target, limit),

    async sendAgain(which) {
      const marked = await letters.markAgain(which)
      // Behind the mark: whoever sees this sees the mark, too.
      if (marked > 0) await targets.change(which.target, { ...again, $set: { ...again.$set, resend: randomId() } })
      return marked
    },

    dismiss: (which) => letters.remove(which),

    async setAside(target, statement) {
      // What is known of the failure goes with the dead letter.
      await targets.change(target, { $set: { setAside: statement }, $unset: { nextTryAt: 1, pausedAt: 1 } })
    },
  }
}

function administering(
  { clock, lrs }: ForwardingOptions,
  { targets, seal }: { targets: TargetStore; seal: Seal },
): Pick<Forwarding, 'add' | 'change' | 'switch' | 'resume'> {
  const start = async (begin: Begin) => (begin === 'now' ? lrs.last() : 0)
  return {
    async add(input, secret, begin) {
      const [id, endpoint] = [randomId(), tidyEndpoint(input.endpoint)]
      const document = {
        ...{ ...input, _id: id, endpoint, sealed: seal.close(secret, sealedFor(id, endpoint)) },
        ...{ createdAt: clock.now(), isOn: true, position: await start(begin), delivered: 0, refusedInARow: 0 },
      }
      await targets.insert(document)
      return toTarget(document)
    },

    async change(id, input, secret, begin) {
      const present = await targets.byId(id)
      const endpoint = tidyEndpoint(input.endpoint)
      if (!present || (secret === undefined && endpoint !== present.endpoint)) return false
      const sealed = secret === undefined ? {} : { sealed: seal.close(secret, sealedFor(id, endpoint)) }
      const position = begin === undefined ? {} : { position: await start(begin) }
      const $set = { ...again.$set, ...input, endpoint, ...sealed, ...position }
      return targets.change(id, { $set, $unset: { ...again.$unset, setAside: 1 } })
    },

    async switch(id, isOn) {
      await targets.change(id, isOn ? { ...again, $set: { ...again.$set, isOn } } : { $set: { isOn } })
    },

    async resume(id) {
      await targets.change(id, again)
    },
  }
}
