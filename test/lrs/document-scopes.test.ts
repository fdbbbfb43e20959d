import express from 'express'
import request from 'supertest'
import { createLog } from '../../server/base/log.js'
import type { Credential } from '../../server/lrs/index.js'
import type { Scope } from '../../server/lrs/credentials/scopes.js'
import { authenticate } from '../../server/lrs/http/authenticate.js'
import { documentRoutes } from '../../server/lrs/http/documents/routes.js'
import { answerError } from '../../server/lrs/http/refusals.js'
import { tellVersion } from '../../server/lrs/http/version.js'
import { agent, contextAt, documentAt, kinds } from './document-address.js'

const nothing = () => Promise.resolve()

/** The resources over nothing, for whoever has these scopes. */
function appFor(...scopes: Scope[]) {
  const credential = { id: '1', key: 'k', name: 'k', createdAt: new Date(), scopes } as Credential
  const documents = {
    ...{ put: nothing, post: nothing, delete: nothing, deleteAll: nothing },
    ...{ list: () => Promise.resolve([]), get: () => Promise.reject(new Error('not asked for')) },
  }
  const uses = {
    documents,
    activities: { definitions: () => Promise.resolve(new Map()) },
    agents: { person: () => Promise.resolve({ objectType: 'Person' as const }) },
    bodyLimit: 1000,
  }
  const known = { credentials: { verify: () => Promise.resolve(credential) }, limitChecks: express.text() }
  return express().use(
    '/xapi',
    tellVersion('1.0.3'),
    authenticate(known),
    documentRoutes(uses),
    answerError(createLog('silent')),
  )
}

const statusOf = async (scope: Scope, method: 'get' | 'post' | 'delete', address: string) =>
  (await request(appFor(scope))[method](address).auth('k', 's').set('X-Experience-API-Version', '1.0.3')).status

test.each(kinds)('%s is read and written by its scope, and read by all/read', async (kind) => {
  const own = kind === 'state' ? 'state' : 'profile'
  const others: Scope[] = ['statements/write', 'statements/read', 'define', kind === 'state' ? 'profile' : 'state']
  for (const scope of [own, 'all'] as const) {
    expect(await statusOf(scope, 'get', contextAt(kind))).toBe(200)
    for (const method of ['post', 'delete'] as const)
      expect(await statusOf(scope, method, documentAt(kind, 'a'))).toBe(204)
  }
  expect(await statusOf('all/read', 'get', contextAt(kind))).toBe(200)
  expect(await statusOf('all/read', 'post', documentAt(kind, 'a'))).toBe(403)
  expect(await statusOf('all/read', 'delete', documentAt(kind, 'a'))).toBe(403)
  for (const scope of others) expect(await statusOf(scope, 'get', contextAt(kind))).toBe(403)
})

test('names of people need a scope that reads people’s records; activities any that reads', async () => {
  const person = `/xapi/agents?agent=${JSON.stringify(agent)}`
  const activity = '/xapi/activities?activityId=http://example.org/a'
  for (const scope of ['statements/read', 'profile', 'all/read', 'all'] as const)
    expect(await statusOf(scope, 'get', person)).toBe(200)
  for (const scope of ['statements/write', 'statements/read/mine', 'state', 'define'] as const)
    expect(await statusOf(scope, 'get', person)).toBe(403)
  expect(await statusOf('state', 'get', activity)).toBe(200)
  expect(await statusOf('statements/write', 'get', activity)).toBe(403)
})
