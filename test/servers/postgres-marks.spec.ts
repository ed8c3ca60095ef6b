import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

import { postgresDiscovery } from '#connector-sdk/opening';
import { startEmbeddedPostgres } from '#platform/embedded-postgres';

const FILTER = { schemas: ['public'], include: [], exclude: [] };

describe('the marks of a server that was put back to what it was', () => {
  let home: string;
  let data: string;
  let copy: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'patchbay-marks-'));
    copy = `${home}-copy`;
  });
  afterAll(() => Promise.all([home, copy].map((folder) => rm(folder, { recursive: true, force: true }))));

  /** The mark of the one table, after a statement; the server runs no longer than that. */
  async function markAfter(statement: string): Promise<string> {
    const server = await startEmbeddedPostgres({ home, settings: { autovacuum: 'off' } });
    data = server.dataDirectory;
    try {
      const { host, port, user, password, database } = server.connection;
      const client = new pg.Client({ host, port, user, password, database });
      await client.connect();
      await client.query(statement);
      const { marked } = postgresDiscovery(
        async (sql, values) => (await client.query(sql, [...values])).rows,
      );
      const marks: string[] = [];
      for await (const page of marked!.marks(FILTER, 10)) marks.push(...page.map(({ mark }) => mark));
      await client.end();
      expect(marks).toHaveLength(1);
      return marks[0]!;
    } finally {
      await server.stop();
    }
  }

  it('are others, also where the same transaction changed the table in another way', async () => {
    await markAfter('create table kept (a int)');
    execFileSync('cp', ['-a', data, copy]);
    const one = await markAfter('alter table kept add column b text');
    await rm(data, { recursive: true });
    execFileSync('cp', ['-a', copy, data]);
    expect(await markAfter('alter table kept add column b int')).not.toBe(one);
  });
});
