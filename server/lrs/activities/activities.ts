import type { Connection } from 'mongoose'
import type { ActivityDefinition } from '../../xapi/index.js'
import { createMerger } from '../descriptions/merger.js'
import type { Defined } from '../descriptions/mentions.js'
import { createDescriptionStore } from '../descriptions/store.js'
import { idKey } from '../statements/keys.js'
import type { Position } from '../types.js'
import { definitionOf, factsOf } from './definition.js'

/** The canonical definitions of activities: what all statements say of each, merged (Communication 2.5). */
export interface Activities {
  /** @returns by id, of those that were ever described */
  definitions(ids: string[]): Promise<Map<string, ActivityDefinition>>
  /** Merges what statements say of activities, each with the statement's position. */
  define(said: (Defined & { at: Position })[]): Promise<void>
}

/** So much is kept of one activity; beyond that the oldest goes. A page of statements may need hundreds of them. */
const mostCharacters = 256 * 1024

export function createActivities({ connection }: { connection: Connection }): Activities {
  const merger = createMerger(createDescriptionStore(connection, 'activities'), mostCharacters)
  return {
    async definitions(ids) {
      const known = await merger.known([...new Set(ids.map(idKey))])
      return new Map(
        ids.flatMap((id) => {
          const facts = known.get(idKey(id))
          const definition = facts && definitionOf(facts)
          return definition ? [[id, definition] as const] : []
        }),
      )
    },

    define: (said) =>
      merger.tell(
        said.map(({ id, definition, at }) => {
          return { key: idKey(id), print: JSON.stringify(definition), facts: () => factsOf(definition, at) }
        }),
      ),
  }
}
