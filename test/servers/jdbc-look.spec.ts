import pg from 'pg';

import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type JdbcFolder, jdbcFolderWith } from '../support/jdbc-folder.js';
import { type ProbeCase, startTestProber, type TestProber } from '../support/probe.js';
import { type MariaDb, startMariaDb } from '../support/servers/mariadb.js';

const SLOW = 60_000;

/** Odd in all its names; of its columns some have few values, many, long ones or none. */
const ODD_TABLE = `create database odd; use odd;
  create table \`od\`\`d "t\` (
    \`st\`\`ate\` varchar(20), open boolean, raw blob, empty text, at datetime, few varchar(20), many varchar(20),
    wide text, primary key (many, \`st\`\`ate\`));
  insert into \`od\`\`d "t\`
    select concat('s', seq), seq % 2, x'0102', if(seq = 1, '', null), null, if(seq % 3, 'new', 'old'),
      concat('m', seq), repeat('w', 300) from seq_1_to_5000;
  create view cheap as select few from \`od\`\`d "t\` limit 0;
  create user reader identified by 'secret'; grant select on odd.* to reader`;

const BITS = `create table bits as select b'101'::bit(3) as three, true as yes, null::bit(2) as none;
  grant select on bits to public`;

async function runIn({ host, port, database, superuser }: SampleDatabase, sql: string): Promise<void> {
  const { username: user, password } = superuser;
  const client = new pg.Client({ host, port, database, user, password });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe('a closer look by JDBC drivers', () => {
  let prober: TestProber;
  let sample: SampleDatabase;
  let mariadb: MariaDb;
  let jars: JdbcFolder;

  beforeAll(async () => {
    prober = startTestProber();
    [sample, mariadb] = await Promise.all([startSampleDatabase(), startMariaDb()]);
    await mariadb.run(ODD_TABLE);
    await runIn(sample, BITS);
    jars = await jdbcFolderWith('postgresql.jar', 'mariadb-java-client.jar');
  }, 120_000);
  afterAll(async () => {
    await prober?.close();
    await Promise.all([sample?.stop(), mariadb?.close(), jars?.remove()]);
  });

  const target = (payload: ProbeCase['payload'], username: string, password: string): ProbeCase => ({
    payload: { host: '127.0.0.1', ...payload },
    credential: { type: 'GENERIC_MAP', payload: { username, password } },
    deadlineMs: 40_000,
    jdbcFolder: jars.path,
  });
  const maria = (name: string, rows = 2, categories: readonly string[] = []) =>
    prober.look(
      'GENERIC_JDBC',
      target({ db_type: 'MARIADB', port: mariadb.port, db_or_schema: 'odd' }, 'reader', 'secret'),
      { catalog: null, schema: 'odd', name },
      { rows, categories },
    );
  const postgres = (name: string, categories: readonly string[]) =>
    prober.look(
      'GENERIC_JDBC',
      target(
        { db_type: 'POSTGRESQL', port: sample.port, db_or_schema: sample.database },
        sample.good.username,
        sample.good.password,
      ),
      { catalog: sample.database, schema: 'public', name },
      { rows: 2, categories },
    );

  it(
    'shows a table of MariaDB, whatever its names hold',
    async () => {
      const categories = ['st`ate', 'open', 'empty', 'few', 'many', 'wide', 'at'];
      const look = await maria('od`d "t', 2, categories);
      expect(look.ddl?.split('\n')).toEqual([
        'CREATE TABLE `odd`.`od``d "t` (',
        expect.stringMatching(/^ {2}`st``ate` varchar\(20\) NOT NULL,$/i),
        ...Array.from({ length: 7 }, () => expect.stringMatching(/^ {2}`\w+` .*,$/)),
        '  PRIMARY KEY (`many`, `st``ate`)',
        ')',
      ]);
      expect(look.rows).toHaveLength(2);
      expect(look.rows).toContainEqual({
        ...{ 'st`ate': 's1', open: 'true', raw: '2 bytes', empty: '', at: null },
        ...{ few: 'new', many: 'm1', wide: 'w'.repeat(200) },
      });
      expect(look.categories).toEqual({ open: ['false', 'true'], empty: [''], few: ['new', 'old'] });
    },
    SLOW,
  );

  it(
    'has no definition of a view, and no look at what is not there',
    async () => {
      expect(await maria('cheap', 2, ['few'])).toEqual({ ddl: null, rows: [], categories: {} });
      await expect(maria('gone')).rejects.toThrow('list: statement_refused');
      expect((await maria('od`d "t', 0)).rows).toEqual([]);
    },
    SLOW,
  );

  it(
    'shows a table of Postgres, read in parts',
    async () => {
      const look = await postgres('customers', ['country', 'name']);
      expect(look.ddl).toBe(
        [
          'CREATE TABLE "public"."customers" (',
          '  "id" int4 NOT NULL,',
          '  "name" text NOT NULL,',
          '  "country" text NOT NULL,',
          '  "since" date NOT NULL,',
          '  PRIMARY KEY ("id")',
          ')',
        ].join('\n'),
      );
      expect(look.rows).toHaveLength(2);
      expect(look.rows.map((row) => Object.keys(row))).toEqual(
        Array(2).fill(['id', 'name', 'country', 'since']),
      );
      expect(look.categories['country']?.length).toBeGreaterThan(1);
      expect((await postgres('bits', ['yes'])).rows).toEqual([{ three: '101', yes: 'true', none: null }]);
      await expect(postgres('gone', [])).rejects.toThrow('list: statement_refused');
    },
    SLOW,
  );
});
