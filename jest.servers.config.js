import base from './jest.config.js';

// As many random bodies as nobody waits for at every change, and whole products of cases.
process.env.FUZZ_BODIES ??= '20000';
process.env.TEST_LAYER = 'whole';

/**
 * The suites that need servers of Debian's packages, which `.ci/install-servers` brings, and those that take
 * their time. Nothing is skipped: where a server is missing, its suite fails.
 *
 * @type {import('jest').Config}
 */
export default {
  ...base,
  roots: ['<rootDir>/test'],
  testMatch: [
    '<rootDir>/test/servers/**/*.spec.ts',
    '<rootDir>/test/e2e/{canary-search,canary-sweep,destination-rule,discovery-changes,fuzz,index-scans,job-turns,key-rotation,schedules,secret-merge-matrix}.spec.ts',
    '<rootDir>/test/contract/connectors.spec.ts',
    '<rootDir>/test/dialects/database-connections-mappers.spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
};
