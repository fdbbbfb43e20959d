import type { mongo } from 'mongoose'
import type { StatementDocument } from './model.js'

/** Who stored a statement. */
export type Storer = Pick<StatementDocument, 'origin' | 'authority'>

/** A voiding statement: what it voids, and who says so. */
export type Voiding = Storer & { target: string }

/**
 * Who may void (Data 2.3.2 leaves it to the LRS): the authority that stored a statement. What the platform stored, the
 * platform alone may void; it may void everything.
 */
export const mayVoid = (voider: Storer, target: Storer): boolean =>
  voider.origin === 'platform' || (target.origin !== 'platform' && target.authority === voider.authority)

/** The same rule as a filter: the statements that somebody may void. */
export const voidableBy = ({ origin, authority }: Storer): mongo.Filter<StatementDocument> =>
  origin === 'platform' ? {} : { origin: { $ne: 'platform' }, authority }
