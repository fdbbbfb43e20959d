import TinCan from 'tincanjs'
import type { LearningEvent } from './events.js'
import { contextOf, outlineOf, statementId } from './outline.js'
import type { Statement } from './types.js'
import type { Vocabulary } from './vocabulary.js'

/** The newest version that tincanjs speaks; statements are the same in all of 1.0.x (Data 2.4.10). */
const tincanVersion = '1.0.2'

/**
 * Builds the statement of an event. The same event gives the same JSON, always: nothing in it comes from the clock
 * (tincanjs would stamp the present moment) or from chance.
 * @returns a plain object that nothing else refers to, without what the LRS adds (stored, authority, version)
 */
export function buildStatement(vocabulary: Vocabulary, event: LearningEvent): Statement {
  const outline = outlineOf(vocabulary, event)
  const statement = new TinCan.Statement(
    {
      id: statementId(vocabulary, event, outline),
      timestamp: event.at.toISOString(),
      actor: { objectType: 'Agent', account: { homePage: vocabulary.iriBase, name: event.account } },
      verb: vocabulary.verbs[event.kind],
      object: outline.object,
      ...(outline.result && { result: outline.result }),
      context: contextOf(vocabulary, event, outline),
    },
    { doStamp: false },
  )
  return JSON.parse(JSON.stringify(statement.asVersion(tincanVersion))) as Statement
}
