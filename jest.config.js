import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // The suites of jobs under failure start databases and wait for processes to die; they run with those against servers.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/servers/',
    '<rootDir>/test/e2e/(discovery-changes|index-scans|job-turns|key-rotation|schedules).spec.ts',
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^#platform/(.*)$': '<rootDir>/libs/platform/src/$1/index.ts',
    '^#connector-sdk$': '<rootDir>/libs/connector-sdk/src/index.ts',
    '^#connector-sdk/(.*)$': '<rootDir>/libs/connector-sdk/src/$1/index.ts',
    '^#connectors$': '<rootDir>/libs/connectors/src/index.ts',
    '^#core$': '<rootDir>/libs/core/src/index.ts',
    '^#dialects$': '<rootDir>/libs/dialects/src/index.ts',
    '^#http$': '<rootDir>/libs/http/src/index.ts',
    '^#migrations$': '<rootDir>/migrations/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Of two cores, one would be left alone otherwise.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
};
