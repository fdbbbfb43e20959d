import { outcomeIn } from './suite.js'

test('of a log of the suite: how many passed, and the names of those that did not', () => {
  const one = (title: string, status: string) => ({ title, status, tests: [] })
  const group = (title: string, ...tests: object[]) => ({ title, status: 'failed', tests })
  const log = {
    summary: { total: 3, passed: 1, failed: 2, version: '2.0.0' },
    log: group('', group('Statements', one('a', 'passed'), group('inner', one('b', 'failed'))), one('c', 'failed')),
  }
  expect(outcomeIn(JSON.stringify(log))).toEqual({ total: 3, passed: 1, failed: ['Statements › inner › b', 'c'] })
})
