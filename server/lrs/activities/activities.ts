import type { Connection } from 'mongoose'
import type { StatementObject } from '../../xapi/index.js'

export type ActivityDefinition = NonNullable<StatementObject['definition']>

/** What is known of activities from all statements about them. */
export interface Activities {
  /** The canonical definitions of those that have one, by id. */
  definitions(ids: string[]): Promise<Map<string, ActivityDefinition>>
}

export const createActivities: (uses: { connection: Connection }) => Activities = () => ({
  definitions: async () => new Map(),
})
