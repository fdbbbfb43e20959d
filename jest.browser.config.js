import shared from './jest.config.js'

/** The journeys in a real browser: one after the other, for they share two cores with the browser. */
export default {
  ...shared,
  testMatch: ['**/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: [],
  testTimeout: 180_000,
  maxWorkers: 1,
}
