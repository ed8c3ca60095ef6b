import { ENTITIES, Maintenance } from '#core';
import { DataSource, TenantDatabase, dataSourceOptions } from '#platform/database';
import { Vault } from '#platform/vault';
import type { TestApp } from './app.js';
import { testDatabases } from './databases.js';

/** Does the worker's work, in the worker's role: what it may not do fails here too. */
export async function asWorker<T>(test: TestApp, work: (maintenance: Maintenance) => Promise<T>): Promise<T> {
  const options = dataSourceOptions(testDatabases().worker, { pool: 2, applicationName: 'test' });
  const dataSource = await new DataSource({ ...options, entities: ENTITIES }).initialize();
  const database = new TenantDatabase(dataSource);
  try {
    return await work(new Maintenance(database, test.app.get(Vault)));
  } finally {
    await database.close();
    await dataSource.destroy();
  }
}
