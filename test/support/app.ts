import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import request from 'supertest';
import { loadConnectors } from '#connectors';
import { withOneConnection } from '#platform/database';
import { createLogger } from '#platform/logging';
import { LocalKeyProvider, checkEncryptionKeys } from '#platform/vault';
import type { AppOptions } from '../../apps/api/src/app.options.js';
import { createApp } from '../../apps/api/src/app.setup.js';
import { testDatabases } from './databases.js';
import { PROBER_ENTRY } from './probe.js';
import { TEST_AUDIENCE, TEST_ISSUER, TEST_JWT_SECRET } from './tokens.js';

export const PLATFORM_KEY = 'platform-key-of-the-tests-0123456789abcdef';

/** The issuer of the service's own tokens, one for all instances. */
export const TEST_PUBLIC_URL = 'https://patchbay.test';

/** One key ring for all suites: they share a database. */
export const TEST_KEYS = new LocalKeyProvider({
  active: 'test',
  keys: new Map([['test', Buffer.alloc(32, 7)]]),
});

const LEVEL_ERROR = '"level":"error"';

/** The real application on the test database, with supertest before it. */
export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly server: Server;
  /** Every line that the application logged. */
  readonly logged: string[];
  http(): ReturnType<typeof request>;
  close(): Promise<void>;
}

export async function startTestApp(overrides: Partial<AppOptions> = {}): Promise<TestApp> {
  const logged: string[] = [];
  const keep = (line: string): void => {
    logged.push(line);
    if (process.env['PATCHBAY_TEST_ERRORS'] && line.includes(LEVEL_ERROR)) process.stderr.write(line);
  };
  // The start does this first.
  await withOneConnection(overrides.database ?? testDatabases().app, (queries) =>
    checkEncryptionKeys(queries, overrides.keys ?? TEST_KEYS),
  );
  const app = await createApp({
    config: {
      corsOrigins: [],
      dbPool: 10,
      metricsToken: undefined,
      rateLimitPerMinute: 0,
      trustedProxies: [],
    },
    database: testDatabases().app,
    keys: TEST_KEYS,
    platformAdminKey: PLATFORM_KEY,
    publicUrl: TEST_PUBLIC_URL,
    issuers: [
      {
        issuer: TEST_ISSUER,
        audience: TEST_AUDIENCE,
        algorithms: ['HS256'],
        keys: { secret: TEST_JWT_SECRET },
      },
    ],
    connectors: await loadConnectors(),
    checks: { entry: PROBER_ENTRY, probers: 1 },
    logger: createLogger({ level: 'info', destination: { write: keep } }),
    ...overrides,
  });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  return { app, server, logged, http: () => request(server), close: () => app.close() };
}

/** A name that no other case has. */
export function unique(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}
