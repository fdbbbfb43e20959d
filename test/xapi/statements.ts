import { randomUUID } from 'node:crypto'
import type { Statement } from '../../server/xapi/index.js'

/** A small valid statement of its own id. */
export function statement(changes: Partial<Statement> = {}): Statement {
  return {
    id: randomUUID(),
    actor: { objectType: 'Agent', mbox: 'mailto:officer@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { en: 'read' } },
    object: { objectType: 'Activity', id: 'http://example.org/activities/one' },
    ...changes,
  }
}

/** A statement that uses every property there is. */
export function fullStatement(): Statement {
  const account = { homePage: 'http://example.org', name: 'one' }
  return statement({
    actor: { objectType: 'Group', name: 'Team', member: [{ account }, { mbox: 'mailto:b@example.org' }] },
    object: {
      objectType: 'Activity',
      id: 'http://example.org/activities/question',
      definition: {
        name: { 'en-GB': 'Question' },
        description: { en: 'Which document?' },
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        moreInfo: 'http://example.org/more',
        interactionType: 'choice',
        correctResponsesPattern: ['a[,]b'],
        choices: [{ id: 'a', description: { en: 'A' } }, { id: 'b' }],
        extensions: { 'http://example.org/ext': { deep: [1, null, ''] } },
      },
    },
    result: {
      score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
      success: true,
      completion: false,
      response: 'a',
      duration: 'PT1H0M0.1S',
      extensions: { 'http://example.org/ext': null },
    },
    context: {
      registration: randomUUID(),
      instructor: { mbox_sha1sum: 'cd9b00a5611f94eaa7b1661edab976068e364975' },
      team: { objectType: 'Group', openid: 'http://openid.example.org/team' },
      contextActivities: { parent: [{ id: 'http://example.org/activities/quiz' }] },
      revision: '2',
      platform: 'A platform',
      language: 'fr-CA',
      statement: { objectType: 'StatementRef', id: randomUUID() },
      extensions: { 'http://example.org/ext': 'x' },
    },
    timestamp: '2026-11-20T09:30:00.123+02:00',
    stored: '2026-11-20T09:30:00Z',
    authority: { mbox: 'mailto:lrs@example.org' },
    version: '1.0.0',
    attachments: [
      {
        usageType: 'http://example.org/usage',
        display: { en: 'A file' },
        contentType: 'text/plain; charset=ascii',
        length: 27,
        sha2: '495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a',
        fileUrl: 'http://example.org/file.txt',
      },
    ],
  })
}
