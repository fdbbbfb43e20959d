import { randomUUID } from 'node:crypto'
import { createVocabulary, buildStatement, type Statement } from '../../../server/xapi/index.js'
import { testSettings } from '../../support/server-process.js'

const { iriBase } = testSettings
const people = 500
const registrations = Array.from({ length: people }, () => randomUUID())

/** The size of a statement that is sent, in bytes. */
const bytes = 1400

/** What is looked for by agent, activity and verb; the person is one of many, the others are common. */
export const wanted = {
  agent: { account: { homePage: iriBase, name: nameOf(7) } },
  activity: `${iriBase}/activities/courses/permits/quizzes/examination/questions/q3`,
  verb: '',
}

function nameOf(person: number): string {
  return `person-${String(person).padStart(4, '0')}`
}

const vocabulary = createVocabulary(iriBase, Buffer.alloc(32).toString('base64'))
wanted.verb = vocabulary.verbs.answered.id

function sample(person: number, question: number): Statement {
  return buildStatement(vocabulary, {
    ...{ kind: 'answered', at: new Date('2026-11-01T09:00:00Z'), account: nameOf(person), language: 'en' },
    affiliation: { party: 'KE', agency: 'customs', status: 'confirmed' },
    ...{ course: 'permits', version: '1.0.0', areas: ['permits'], registration: registrations[person] ?? randomUUID() },
    ...{ quiz: 'examination', attempt: randomUUID(), question: `q${question}`, interaction: 'choice', response: ['b'] },
    ...{ success: true, points: 1, maxPoints: 1 },
  })
}

/** Statements of many people about some questions, as text around an id that is filled in for each that is sent. */
const templates = Array.from({ length: people }, (_, person) => {
  const statement = sample(person, person % 20)
  wanted.activity = person % 20 === 3 ? (statement.object.id ?? '') : wanted.activity
  const padded = { ...statement, result: { ...statement.result, response: '' } }
  padded.result.response = 'x'.repeat(Math.max(1, bytes - JSON.stringify(padded).length))
  return JSON.stringify(padded).split(statement.id) as [string, string]
})

let next = 0

/** A statement that was never sent. */
export function oneStatement(): string {
  const [before, after] = templates[next++ % people] as [string, string]
  return before + randomUUID() + after
}

export const batchOf = (count: number): string => `[${Array.from({ length: count }, oneStatement).join(',')}]`
