import { randomBytes } from 'node:crypto'
import { Schema, type Connection } from 'mongoose'

interface SecretDocument {
  _id: string
  secret: string
}

const schema = new Schema<SecretDocument>(
  { _id: { type: String, required: true }, secret: { type: String, required: true } },
  { collection: 'lrs_secrets', versionKey: false, autoIndex: false },
)

/**
 * A secret of 32 bytes, in base64, that all processes on this database share for its whole life, and its backups with
 * it; made when it is first asked for.
 */
export async function sharedSecret(connection: Connection, name: 'more' | 'statement-ids'): Promise<string> {
  const model = connection.model<SecretDocument>('LrsSecret', schema)
  const fresh = { $setOnInsert: { secret: randomBytes(32).toString('base64') } }
  const kept = await model.findOneAndUpdate({ _id: name }, fresh, { upsert: true, returnDocument: 'after' }).lean()
  return kept.secret
}
