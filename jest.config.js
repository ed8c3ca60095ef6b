import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // These need servers, or start databases and wait for processes to die: `npm run test:servers` runs them.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(servers|long)/'],
  // The compiled files are run, as the product is: `pretest` compiles them.
  transform: {},
  testRunner: '<rootDir>/dist/test/support/spec-runner.js',
  testSequencer: '<rootDir>/dist/test/support/spec-sequencer.js',
  globalSetup: '<rootDir>/dist/test/support/global-setup.js',
  globalTeardown: '<rootDir>/dist/test/support/global-teardown.js',
  // One more than there are cores: files wait for Postgres, for probers and for deadlines.
  maxWorkers: availableParallelism() + 1,
  testTimeout: 30_000,
};
