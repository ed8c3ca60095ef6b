import { DataSource, TenantDatabase, dataSourceOptions } from '#platform/database';
import { ENTITIES, Maintenance } from '#core';
import { LocalKeyProvider, Vault } from '#platform/vault';
import { type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { testDatabases, withClient } from '../support/databases.js';
import { LEASED, LeaseClient } from '../support/leases.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { createTenant } from '../support/tenant.js';
import { createAccount, tokenFor } from '../support/token-client.js';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const ring = (active: string, keys: Record<string, Buffer>) =>
  new LocalKeyProvider({ active, keys: new Map(Object.entries(keys)) });

describe('a new key of the key ring', () => {
  let database: OwnDatabase;
  beforeAll(async () => {
    database = await useOwnDatabase();
  }, 60_000);
  afterAll(() => database.drop());

  const withApp = async <T>(keys: LocalKeyProvider, work: (test: TestApp) => Promise<T>): Promise<T> => {
    const test = await startTestApp({ keys });
    try {
      return await work(test);
    } finally {
      await test.close();
    }
  };
  const rewrap = async (keys: LocalKeyProvider): Promise<number> => {
    const options = dataSourceOptions(testDatabases().worker, { pool: 2, applicationName: 'test' });
    const dataSource = await new DataSource({ ...options, entities: ENTITIES }).initialize();
    const database = new TenantDatabase(dataSource);
    try {
      return await new Maintenance(database, new Vault(keys, database)).rewrapDataKeys(keys);
    } finally {
      await database.close();
      await dataSource.destroy();
    }
  };

  it('takes the place of the old one, which may then leave: secrets open, and tokens stay good', async () => {
    const made = await withApp(ring('old', { old: OLD }), async (test) => {
      const tenant = await createTenant(test);
      const leases = new LeaseClient(test, tenant);
      const { key } = await leases.resolver();
      const token = await tokenFor(test, await createAccount(test, tenant));
      return { tenant, key, token, connection: await leases.connection() };
    });
    const both = ring('new', { old: OLD, new: NEW });
    await withApp(both, async () => {
      // A data key of the tenant, and the key that signs tokens.
      expect(await rewrap(both)).toBe(2);
      expect(await rewrap(both)).toBe(0);
    });
    await withClient('superuser', async (client) => {
      const { rows } = await client.query('select id from encryption_keys');
      expect(rows).toEqual([{ id: 'new' }]);
    });
    await withApp(ring('new', { new: NEW }), async (test) => {
      const lease = await new LeaseClient(test, made.tenant).lease(made.connection, made.key).expect(201);
      expect(lease.body.credential.payload.password).toBe(LEASED.password);
      const path = `${made.tenant.base}/connections`;
      await test.http().get(path).set(bearer(made.token)).expect(200);
      const again = await tokenFor(test, await createAccount(test, made.tenant));
      await test.http().get(path).set(bearer(again)).expect(200);
    });
  }, 60_000);
});
