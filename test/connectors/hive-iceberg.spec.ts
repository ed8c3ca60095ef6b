import type { Socket } from 'node:net';
import { join } from 'node:path';

import type { CatalogFilter, JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { runInChild } from '../support/child.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { AWS_KEY } from '../support/fakes/aws-signature.js';
import type { FakeService } from '../support/fakes/https-fake.js';
import { type MetastoreFake, type MetastoreFakeOptions, startMetastore } from '../support/fakes/metastore.js';
import { startS3Fake } from '../support/fakes/s3.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

/** What the built connector exports. */
interface MetastoreModule {
  readonly Metastore: {
    over(
      socket: Socket,
      longestAnswer?: number,
    ): Promise<{
      databases(): Promise<string[]>;
      tableNames(database: string): Promise<string[]>;
      tables(database: string, names: readonly string[]): Promise<object[]>;
      close(): void;
    }>;
  };
}

const REGION = 'eu-central-1';
const NAME = 'metastore.example.test';
const ORDERS_DEFINITION = [
  'CREATE EXTERNAL TABLE `lake`.`ice_orders` (',
  "  `id` bigint COMMENT 'the order\\'s',",
  '  `at` timestamp with local time zone,',
  '  `tags` array<string>)',
  "COMMENT 'what was bought'",
  'PARTITIONED BY SPEC (day(`at`), bucket(16, `Id`))',
  'STORED BY ICEBERG',
  "LOCATION 's3a://lake/orders'",
  'TBLPROPERTIES (',
  "  'format-version'='2',",
  "  'owner_note'='it\\'s C:\\\\\\nhers',",
  "  'write.data.path'='abfss://container@account.dfs.core.windows.net/orders')",
].join('\n');

describe('HIVE_ICEBERG', () => {
  let authority: TestAuthority;
  let storage: FakeService;
  let cloud: CloudProber;
  let prober: TestProber;

  beforeAll(async () => {
    authority = await createAuthority();
    storage = await startS3Fake(await authority.issue(`*.s3.${REGION}.amazonaws.com`));
    cloud = await startCloudProber('hive-iceberg');
    prober = startTestProber();
  });
  afterAll(async () => {
    await Promise.all([cloud.close(), prober.close()]);
    await Promise.all([storage.close(), authority.close()]);
  });

  interface Changes extends Partial<ProbeCase> {
    readonly fields?: JsonObject;
    readonly key?: JsonObject;
  }

  const target = (port: number, { fields, key, ...rest }: Changes): ProbeCase => ({
    payload: {
      thrift_uri: `thrift://127.0.0.1:${port}`,
      location_type: 'S3',
      bucket: 'landing',
      region: REGION,
      ...fields,
    },
    credential: { type: 'AWS', payload: { ...AWS_KEY, ...key } },
    tlsMode: 'prefer',
    ...rest,
  });

  /** Metastore and store are two, behind one port. */
  const probe = async (changes: Changes = {}, options: MetastoreFakeOptions = {}) => {
    const metastore = await startMetastore({ storagePort: storage.port, ...options });
    try {
      const outcome = await cloud.probe(
        { port: metastore.port, ca: authority.ca },
        target(metastore.port, changes),
      );
      return { outcome, failure: failureOf(outcome), calls: metastore.calls };
    } finally {
      await metastore.close();
    }
  };

  it('logs in to the store and lists the metastore', async () => {
    const { outcome, calls } = await probe();
    expect(outcome.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'resolve ok',
      'connect ok',
      'ssh skipped',
      'tls warning',
      'authenticate ok',
      'database ok',
      'list ok',
    ]);
    expect(outcome.server).toEqual({ product: 'Hive metastore', version: '4.0.1' });
    expect(calls).toContain('get_table_objects_by_name_req');
  });

  it('verifies the store whatever the metastore’s TLS settings are', async () => {
    const stranger = await createAuthority();
    const metastore = await startMetastore({ storagePort: storage.port });
    const given = target(metastore.port, { tlsMode: 'disable', transport: { tls: { ca: authority.ca } } });
    const outcome = await cloud.probe({ port: metastore.port, ca: stranger.ca }, given);
    await Promise.all([metastore.close(), stranger.close()]);
    expect(failureOf(outcome)).toBe('tls: tls_untrusted');
  });

  it.each<[string, Changes]>([
    ['authenticate: auth_failed', { key: { secret_key: 'wrong' } }],
    ['database: bucket_not_found', { fields: { bucket: 'nowhere' } }],
    ['database: permission_denied', { fields: { bucket: 'locked' } }],
    ['resolve: unsupported_transport', { transport: { kerberos: { kdc: 'kdc.example.test' } } }],
    ['authenticate: target_incomplete', { fields: { location_type: 'AZURE' } }],
    ['authenticate: credential_invalid', { fields: { location_type: 'GCS' } }],
  ])('says %s', async (expected, changes) => {
    expect((await probe(changes)).failure).toBe(expected);
  });

  it.each([
    ['database: permission_denied', 'java.security.AccessControlException: Permission denied <b>secret</b>'],
    ['database: server_unavailable', 'javax.jdo.JDODataStoreException: no database'],
    ['database: server_error', 'something else'],
  ])('says %s of the metastore', async (expected, text) => {
    const { outcome, failure } = await probe({}, { complains: { method: 'get_all_databases', text } });
    expect(failure).toBe(expected);
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('does without the version', async () => {
    const { outcome } = await probe({}, { complains: { method: 'getVersion', text: 'x' } });
    expect(outcome.ok).toBe(true);
    expect(outcome.server?.version).toBeNull();
  });

  it.each<[string, Buffer]>([
    ['database: protocol_error', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['database: protocol_error', Buffer.from([0x80, 2, 0, 2, 0, 0, 0, 1])],
    ['authenticate: auth_method_not_supported', Buffer.from([3, 0, 0, 0, 2, 110, 111])],
    ['database: timeout', Buffer.alloc(0)],
  ])('says %s of what cannot be an answer', async (expected, sends) => {
    expect((await probe({ deadlineMs: 1_500 }, { sends })).failure).toBe(expected);
  });

  it('says that the port is closed, or the network', async () => {
    const gone = await startMetastore();
    await gone.close();
    expect(failureOf(await prober.probe('HIVE_ICEBERG', target(gone.port, {})))).toBe(
      'connect: connect_refused',
    );
    expect(failureOf(await prober.probe('HIVE_ICEBERG', target(gone.port, { networks: [] })))).toBe(
      'resolve: egress_denied',
    );
  });

  describe('a discovery', () => {
    let metastore: MetastoreFake;
    beforeAll(async () => {
      metastore = await startMetastore({ storagePort: storage.port });
    });
    afterAll(() => metastore.close());

    const catalog = async (filter: Partial<CatalogFilter> = {}, pageSize?: number) => {
      const before = metastore.requests.length;
      const cloudOfCase = { port: metastore.port, ca: authority.ca };
      const found = await cloud.catalog(cloudOfCase, target(metastore.port, {}), filter, pageSize);
      const asked = metastore.requests
        .slice(before)
        .filter(({ name }) => name !== 'getVersion')
        // The check that goes before asks for the databases as well.
        .slice(1);
      return { ...found, names: found.tables.map(({ name }) => name), asked };
    };
    const look = (name: string, schema = 'lake') =>
      cloud.look(
        { port: metastore.port, ca: authority.ca },
        target(metastore.port, {}),
        { catalog: null, schema, name },
        { rows: 3, categories: ['id'] },
      );

    it('has Iceberg’s own schema where the metastore has it, and Hive’s columns where not', async () => {
      const { tables } = await catalog();
      expect(tables).toEqual([
        {
          ...{ catalog: null, schema: 'lake', name: 'ice_orders', kind: 'table' },
          ...{ comment: 'what was bought', rows: 12 },
          columns: [
            { name: 'Id', type: 'long', normal: 'integer', nullable: false, comment: "the order's" },
            { name: 'at', type: 'timestamptz', normal: 'timestamp', nullable: true },
            { name: 'tags', type: 'array<string>', normal: 'array', nullable: true },
          ],
        },
        {
          ...{ catalog: null, schema: 'lake', name: 'ice_items', kind: 'table', comment: null, rows: null },
          columns: [{ name: 'id', type: 'bigint', normal: 'integer', nullable: null }],
        },
        {
          ...{ catalog: null, schema: 'lake', name: 'ice_old', kind: 'table', comment: null, rows: 3 },
          columns: [
            { name: 'id', type: 'bigint', normal: 'integer', nullable: null },
            { name: 'day', type: 'date', normal: 'date', nullable: null },
          ],
        },
      ]);
    });

    it('asks for tables in batches, and for one batch at a time', async () => {
      const { asked, pages } = await catalog({ schemas: ['lake'] }, 30);
      expect(asked.map(({ name, texts }) => `${name} ${texts.length - 1}`)).toEqual([
        'get_all_tables 0',
        'get_table_objects_by_name_req 30',
        'get_table_objects_by_name_req 30',
        'get_table_objects_by_name_req 3',
      ]);
      expect(pages).toEqual([3]);
    });

    it.each<[Partial<CatalogFilter>, string[], string[]]>([
      [
        { include: [{ schema: 'lake', table: 'ice_old' }] },
        ['ice_old'],
        ['get_table_objects_by_name_req lake ice_old'],
      ],
      [{ include: [{ schema: 'lake', table: 'orc_1' }] }, [], ['get_table_objects_by_name_req lake orc_1']],
      [{ include: [{ schema: 'lake', table: 'ice_old' }], schemas: ['default'] }, [], []],
      [
        { include: [{ schema: 'nowhere', table: 'ice_old' }] },
        [],
        ['get_table_objects_by_name_req nowhere ice_old'],
      ],
      [{ include: [{ schema: 'nowhere', table: null }] }, [], ['get_all_tables nowhere']],
      [{ schemas: ['lake'], exclude: [{ schema: 'lake', table: null }] }, [], ['get_all_tables lake']],
    ])('asks for nothing that %j leaves out', async (filter, expected, requests) => {
      const { names, asked } = await catalog(filter);
      expect(names).toEqual(expected);
      expect(asked.map(({ name, texts }) => [name, ...texts].join(' '))).toEqual(requests);
    });

    it('leaves excluded tables out before it asks for them', async () => {
      const orc = Array.from({ length: 60 }, (_, index) => ({ schema: 'lake', table: `orc_${index}` }));
      const { names, asked } = await catalog({
        include: [{ schema: 'lake', table: null }],
        exclude: [...orc, { schema: 'lake', table: 'ice_old' }],
      });
      expect(names).toEqual(['ice_orders', 'ice_items']);
      expect(asked.at(-1)?.texts).toEqual(['lake', 'ice_orders', 'ice_items']);
    });

    it('writes the definition of a table without its secrets, and has no rows', async () => {
      expect(await look('ice_orders')).toEqual({ ddl: ORDERS_DEFINITION, rows: [], categories: {} });
      expect((await look('ice_old')).ddl).toContain('PARTITIONED BY (\n  `day` date)');
    });

    it.each([
      ['gone', 'lake'],
      ['orc_1', 'lake'],
      ['ice_orders', 'nowhere'],
    ])('says that %s in %s is no table of Iceberg', async (name, schema) => {
      await expect(look(name, schema)).rejects.toThrow('list: statement_refused');
    });
  });

  describe('with TLS to the metastore', () => {
    const encrypted = async (name: string, ca: string) => {
      const metastore = await startMetastore({ tls: await authority.issue(NAME) });
      const outcome = await prober.probe(
        'HIVE_ICEBERG',
        target(metastore.port, {
          fields: { location_type: 'AZURE' },
          tlsMode: 'verify-full',
          transport: { tls: { mode: 'verify-full', ca, server_name: name } },
        }),
      );
      await metastore.close();
      return { outcome, calls: metastore.calls };
    };

    it('asks over it', async () => {
      const { outcome, calls } = await encrypted(NAME, authority.ca);
      expect(warningsOf(outcome)).toEqual([]);
      expect(calls).toEqual(['getVersion']);
      // The store is incomplete here, so that nothing is sent to a real one.
      expect(failureOf(outcome)).toBe('authenticate: target_incomplete');
    });

    it('checks authority and name', async () => {
      const stranger = await createAuthority();
      expect(failureOf((await encrypted('other.example.test', authority.ca)).outcome)).toBe(
        'tls: tls_name_mismatch',
      );
      expect(failureOf((await encrypted(NAME, stranger.ca)).outcome)).toBe('tls: tls_untrusted');
      await stranger.close();
    });
  });
});

describe('a metastore', () => {
  const MODULE = join(process.cwd(), 'dist/libs/connectors/src/hive-iceberg/metastore/metastore.js');
  let fake: MetastoreFake;
  beforeAll(async () => {
    fake = await startMetastore();
  });
  afterAll(() => fake.close());

  it('tells databases, and tables that are there', async () => {
    // In a child: thrift requires a package in a way that jest does not know.
    const found = await runInChild(
      async ({ port, module }) => {
        const { Metastore } = (await import(module)) as MetastoreModule;
        const { connect } = await import('node:net');
        const socket = connect({ host: '127.0.0.1', port });
        await new Promise((resolve) => socket.once('connect', resolve));
        const metastore = await Metastore.over(socket);
        const databases = await metastore.databases();
        const names = await metastore.tableNames('lake');
        const tables = await metastore.tables('lake', ['orc_1', 'gone', 'ice_items']);
        const nowhere = await metastore.tables('nowhere', ['orc_1']);
        metastore.close();
        return { databases, names: names.length, tables, nowhere };
      },
      { port: fake.port, module: MODULE },
    );
    const columns = [{ name: 'id', type: 'bigint', comment: null }];
    expect(found).toMatchObject({
      databases: ['default', 'lake'],
      names: 63,
      tables: [
        { name: 'orc_1', iceberg: false, columns },
        { name: 'ice_items', iceberg: true, columns },
      ],
      nowhere: [],
    });
  });

  it('may say much in all, and not in one answer', async () => {
    const found = await runInChild(
      async ({ port, module }) => {
        const { Metastore } = (await import(module)) as MetastoreModule;
        const { connect } = await import('node:net');
        const socket = connect({ host: '127.0.0.1', port });
        await new Promise((resolve) => socket.once('connect', resolve));
        const metastore = await Metastore.over(socket, 8_000);
        const orc = Array.from({ length: 50 }, (_, index) => `orc_${index}`);
        const answers: unknown[] = [];
        for (const names of [orc, orc, [...orc, ...orc]]) {
          answers.push(
            await metastore.tables('lake', names).then(
              (tables) => tables.length,
              (error: { code?: string }) => error.code,
            ),
          );
        }
        return answers;
      },
      { port: fake.port, module: MODULE },
    );
    expect(found).toEqual([50, 50, 'protocol_error']);
  });
});
