import type pg from 'pg';
import type { Queries } from '#platform/database';
import { LocalKeyProvider, checkEncryptionKeys } from '#platform/vault';
import { unique } from '../support/app.js';
import { withClient } from '../support/databases.js';

const ring = (active: string, keys: Record<string, number>): LocalKeyProvider =>
  new LocalKeyProvider({
    active,
    keys: new Map(Object.entries(keys).map(([id, byte]) => [id, Buffer.alloc(32, byte)])),
  });

const queriesOf = (client: pg.ClientBase): Queries => ({
  query: async <Row>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as Row[],
});

const idsIn = async (client: pg.ClientBase): Promise<string[]> =>
  (await client.query<{ id: string }>('select id from encryption_keys order by id')).rows.map(({ id }) => id);

/** A schema of its own for each case: the other suites share one database. */
async function withEmptySchema(work: (schema: string) => Promise<void>): Promise<void> {
  const schema = unique('keys').replace('-', '_');
  await withClient('superuser', (client) =>
    client.query(`create schema ${schema};
      create table ${schema}.encryption_keys (like public.encryption_keys including all)`),
  );
  try {
    await work(schema);
  } finally {
    await withClient('superuser', (client) => client.query(`drop schema ${schema} cascade`));
  }
}

const within = <T>(schema: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> =>
  withClient('superuser', async (client) => {
    await client.query(`set search_path = ${schema}`);
    return work(client);
  });

const check = (schema: string, keys: LocalKeyProvider): Promise<string | null> =>
  within(schema, (client) => checkEncryptionKeys(queriesOf(client), keys));

describe('the check of the key ring at start', () => {
  it('takes note of the first key, and finds it again', async () => {
    await withEmptySchema(async (schema) => {
      expect(await check(schema, ring('a', { a: 1, unused: 9 }))).toBeNull();
      expect(await within(schema, idsIn)).toEqual(['a']);
      expect(await check(schema, ring('a', { a: 1 }))).toBeNull();
    });
  });

  it('takes note of a new active key while the older ones are still there', async () => {
    await withEmptySchema(async (schema) => {
      await check(schema, ring('a', { a: 1 }));
      expect(await check(schema, ring('b', { a: 1, b: 2 }))).toBeNull();
      expect(await within(schema, idsIn)).toEqual(['a', 'b']);
    });
  });

  it('names the key that the ring lacks, and takes note of nothing', async () => {
    await withEmptySchema(async (schema) => {
      await check(schema, ring('a', { a: 1 }));
      expect(await check(schema, ring('b', { b: 2 }))).toBe(
        'the key ring lacks the key "a" that sealed this database',
      );
      expect(await within(schema, idsIn)).toEqual(['a']);
    });
  });

  it('knows another key under the same id', async () => {
    await withEmptySchema(async (schema) => {
      await check(schema, ring('a', { a: 1 }));
      expect(await check(schema, ring('a', { a: 2 }))).toBe(
        'the key "a" of the key ring is not the one that sealed this database',
      );
      expect(await check(schema, ring('b', { a: 2, b: 1 }))).toContain('"a"');
    });
  });

  it('refuses the second of two first starts with different keys of one id', async () => {
    await withEmptySchema(async (schema) => {
      await within(schema, async (first) => {
        await first.query('begin');
        expect(await checkEncryptionKeys(queriesOf(first), ring('a', { a: 1 }))).toBeNull();
        const second = check(schema, ring('a', { a: 2 }));
        await somebodyWaitsFor(first);
        await first.query('commit');
        expect(await second).toContain('is not the one that sealed this database');
      });
    });
  });
});

/** Resolves when another session waits for this one's transaction. Asked from outside: inside, time stands still. */
async function somebodyWaitsFor(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await withClient('superuser', async (observer) => {
    const waiting = 'select 1 from pg_stat_activity where $1 = any(pg_blocking_pids(pid))';
    while ((await observer.query(waiting, [rows[0]!.pid])).rowCount === 0);
  });
}
