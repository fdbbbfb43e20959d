/** Jest runs the sources as ES modules through swc; the one database engine of a run is started by test/support/engine.mjs. */
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
  testTimeout: 30_000,
  maxWorkers: 2,
}
