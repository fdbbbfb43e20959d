import type { Clock } from '../base/clock.js'
import { affiliationAt, type History } from './affiliation.js'
import type { AffiliationsStore } from './affiliations-store.js'
import type { PeopleStore, StoredPerson } from './people-store.js'
import type { Affiliation, Person } from './types.js'

/** A person, and the number of the sessions that are still good. */
export interface Identity {
  person: Person
  epoch: number
}

export interface Directory {
  person(id: string): Promise<Person | undefined>
  /** By id; ids of nobody are not in it. */
  people(ids: string[]): Promise<Map<string, Person>>
  /** The person of a session, at most two seconds old. */
  identity(id: string): Promise<Identity | undefined>
  /** To be called after each change of a person. */
  forget(id: string): void
}

/** How stale a person may be in another process: every page of a signed-in person needs one. */
const keepMs = 2000
const keepAtMost = 5000

export function createDirectory(deps: {
  people: PeopleStore
  affiliations: AffiliationsStore
  clock: Clock
}): Directory {
  const { people, affiliations, clock } = deps
  const kept = new Map<string, { at: number; identity: Promise<Identity | undefined> }>()

  async function load(id: string): Promise<Identity | undefined> {
    const [stored, affiliation] = await Promise.all([people.find(id), affiliations.find(id)])
    return stored && !stored.erasing
      ? { person: toPerson(stored, affiliation?.history), epoch: stored.epoch }
      : undefined
  }

  function remember(id: string, at: number): Promise<Identity | undefined> {
    if (kept.size >= keepAtMost) kept.clear()
    const identity = load(id)
    kept.set(id, { at, identity })
    identity.catch(() => kept.delete(id))
    return identity
  }

  return {
    person: async (id) => (await load(id))?.person,
    async people(ids) {
      const [stored, histories] = await Promise.all([people.findMany(ids), affiliations.findMany(ids)])
      return new Map(
        stored.filter((one) => !one.erasing).map((one) => [one._id, toPerson(one, histories.get(one._id))]),
      )
    },
    identity(id) {
      const now = clock.now().getTime()
      const known = kept.get(id)
      return known && Math.abs(now - known.at) < keepMs ? known.identity : remember(id, now)
    },
    forget: (id) => {
      kept.delete(id)
    },
  }
}

/** A stored person as every other module sees one. */
export function toPerson(stored: StoredPerson, history: History | undefined): Person {
  return {
    id: stored._id,
    name: stored.name,
    email: stored.email,
    emailConfirmed: stored.emailConfirmed,
    language: stored.language,
    affiliation: (history && affiliationAt(history)) ?? asRegistered(stored),
    roles: ['learner', ...stored.roles],
    trainerOf: stored.trainerOf,
    focalPointOf: stored.focalPointOf,
  }
}

/** Before the address is confirmed there is no affiliation yet, only what was entered. */
const asRegistered = ({ registration, createdAt }: StoredPerson): Affiliation => ({
  party: registration?.party ?? 'non-party',
  agency: registration?.agency ?? 'other',
  status: 'claimed',
  since: createdAt,
})
