/** Jest runs the sources as ES modules through swc, one file after the other: many start servers and engines of their own, and time is not what they measure. The one database engine of a run is started by test/support/engine.mjs. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/test/browser/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  globalSetup: '<rootDir>/test/support/engine-up.mjs',
  globalTeardown: '<rootDir>/test/support/engine-down.mjs',
  testTimeout: 120_000,
  maxWorkers: 1,
}
