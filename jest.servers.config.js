import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import base from './jest.config.js';

// Tables of cases run whole.
process.env.TEST_LAYER = 'whole';

/** The suites of which `npm test` runs a sample. */
const sampled = readdirSync('test', { recursive: true })
  .map((path) => join('test', path))
  .filter((path) => path.endsWith('.spec.ts') && readFileSync(path, 'utf8').includes("/support/layer.js'"));

/**
 * The suites that need servers of Debian's packages, which `.ci/install-servers` brings, those that take their
 * time, and those of which `npm test` runs a sample. Nothing is skipped: where a server is missing, its suite fails.
 *
 * @type {import('jest').Config}
 */
export default {
  ...base,
  roots: ['<rootDir>/test'],
  testMatch: ['servers/**/*.spec.ts', 'long/**/*.spec.ts']
    .map((path) => `<rootDir>/test/${path}`)
    .concat(sampled.map((path) => `<rootDir>/${path}`)),
  testPathIgnorePatterns: ['/node_modules/'],
  // What they start (servers, workers, namespaces) keeps the cores busy by itself.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 60_000,
};
