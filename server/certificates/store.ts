import type { Connection } from 'mongoose'
import type { Statement } from '../xapi/index.js'
import { certificateModel, type CertificateDocument } from './model.js'
import type { Certificate, Revocation, Term } from './types.js'

/** Whose certificate, for what: there is at most one. */
export interface Key {
  account: string
  course: string
  version: string
}

/** Keeps certificates, one document each; plain objects go in and come out. A change and its statements are one write. */
export interface Store {
  readonly collection: ReturnType<typeof certificateModel>['collection']
  byCode(code: string): Promise<Certificate | undefined>
  byKey(key: Key): Promise<Certificate | undefined>
  /** Those of some people, the one issued last first. */
  ofAccounts(accounts: string[]): Promise<Certificate[]>
  /** @returns false where there is one already, of this code or for this person and course */
  insert(certificate: Certificate, statements: Statement[]): Promise<boolean>
  /** Adds a term to a certificate that is as it was read. @returns false where it is not */
  addTerm(known: Certificate, term: Term, statements: Statement[]): Promise<boolean>
  /** @returns false where it was revoked before */
  revoke(code: string, revocation: Revocation, statements: Statement[]): Promise<boolean>
  setScorePublic(code: string, account: string, scorePublic: boolean): Promise<void>
  /** Of the term of an attempt; once, and not where the name was erased. */
  setLatinName(code: string, attempt: string, latinName: string): Promise<void>
  /** Takes the name out of every certificate of an account; `at` counts where it was not erased before. */
  eraseNames(account: string, at: Date): Promise<void>
}

type Model = ReturnType<typeof certificateModel>

export function createStore(connection: Connection): Store {
  const model = certificateModel(connection)
  return { collection: model.collection, ...reading(model), ...writing(model) }
}

function reading(model: Model): Pick<Store, 'byCode' | 'byKey' | 'ofAccounts'> {
  return {
    async byCode(code) {
      const found = await model.findById(code).lean<CertificateDocument>()
      return found ? plain(found) : undefined
    },

    async byKey({ account, course, version }) {
      const key = { account, 'course.id': course, 'course.version': version }
      const found = await model.findOne(key).lean<CertificateDocument>()
      return found ? plain(found) : undefined
    },

    async ofAccounts(accounts) {
      const found = await model.find({ account: { $in: accounts } }).lean<CertificateDocument[]>()
      const lastIssued = ({ terms }: Certificate) => terms.at(-1)?.issuedAt.getTime() ?? 0
      return found.map(plain).sort((a, b) => lastIssued(b) - lastIssued(a))
    },
  }
}

function writing(model: Model): Omit<Store, 'collection' | keyof ReturnType<typeof reading>> {
  return {
    async insert({ code, ...certificate }, statements) {
      try {
        await model.insertOne({ _id: code, ...certificate, outbox: asJson(statements) })
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },

    async addTerm({ code, terms }, term, statements) {
      const asRead = { _id: code, terms: { $size: terms.length }, revocation: { $exists: false } } as const
      const { matchedCount } = await model.updateOne(asRead, {
        $push: { terms: term, outbox: { $each: asJson(statements) } },
      })
      return matchedCount === 1
    },

    async revoke(code, revocation, statements) {
      const notYet = { _id: code, revocation: { $exists: false } } as const
      const { matchedCount } = await model.updateOne(notYet, {
        $set: { revocation },
        $push: { outbox: { $each: asJson(statements) } },
      })
      return matchedCount === 1
    },

    async setScorePublic(code, account, scorePublic) {
      await model.updateOne({ _id: code, account }, { $set: { scorePublic } })
    },

    async setLatinName(code, attempt, latinName) {
      const unset = { 'term.attempt': attempt, 'term.latinName': { $exists: false } } as const
      await model.updateOne(
        { _id: code, nameErasedAt: { $exists: false } },
        { $set: { 'terms.$[term].latinName': latinName } },
        { arrayFilters: [unset] },
      )
    },

    async eraseNames(account, at) {
      await model.updateMany(
        { account },
        { $min: { nameErasedAt: at }, $unset: { 'terms.$[].name': '', 'terms.$[].latinName': '' } },
      )
    },
  }
}

const asJson = (statements: Statement[]) => statements.map((statement) => JSON.stringify(statement))

const isDuplicate = (error: unknown) => error instanceof Error && 'code' in error && error.code === 11000

/** A document as a plain object; what MongoDB leaves out is undefined. */
const plain = ({ _id, account, course, terms, scorePublic, ...kept }: CertificateDocument): Certificate => ({
  code: _id,
  account,
  course: { ...course, validMonths: course.validMonths },
  terms: terms.map((term) => ({ ...term, validUntil: term.validUntil, name: term.name, latinName: term.latinName })),
  revocation: kept.revocation,
  scorePublic,
  nameErasedAt: kept.nameErasedAt,
})
