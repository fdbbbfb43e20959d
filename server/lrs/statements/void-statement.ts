import { voidedVerb, type Statement, type Vocabulary } from '../../xapi/index.js'
import { LrsError, StatementConflict } from '../errors.js'
import type { Lrs } from '../types.js'
import type { KeptStatement } from './store.js'

/**
 * Voids a statement in the platform's name, which may void any (`voiding.ts`): the way of an administrator. The voiding
 * statement names the administrator's account and the reason; its id follows from its target, so that two who do it at
 * once, or one who does it twice, leave one.
 */
export function createVoidStatement(uses: {
  byId: (id: string) => Promise<KeptStatement | undefined>
  record: Lrs['record']
  vocabulary: Vocabulary
}): Lrs['voidStatement'] {
  const { byId, record, vocabulary } = uses
  return async (id, { by, reason }) => {
    const target = await byId(id.toLowerCase())
    if (!target) throw new LrsError(404, 'not-found', 'no statement has this id')
    if (target.voids)
      throw new LrsError(409, 'voids-itself', 'a statement that voids another cannot be voided (xAPI 1.0.3 Data 2.3.2)')
    if (target.voided) return false
    try {
      await record([voidingStatement(vocabulary, target._id, { by, reason })], 'platform')
      return true
    } catch (error) {
      // Somebody else voided it just now, for a reason of their own.
      if (error instanceof StatementConflict) return false
      throw error
    }
  }
}

const voidingStatement = (
  vocabulary: Vocabulary,
  target: string,
  { by, reason }: { by: string; reason: string },
): Statement => ({
  id: vocabulary.statementId('voided', target),
  actor: { objectType: 'Agent', account: { homePage: vocabulary.iriBase, name: by } },
  verb: { id: voidedVerb, display: { en: 'voided', fr: 'a annulé', es: 'anuló' } },
  object: { objectType: 'StatementRef', id: target },
  context: { extensions: { [vocabulary.extensions.reason]: reason } },
})
