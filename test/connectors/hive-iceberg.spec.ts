import type { Socket } from 'node:net';
import { join } from 'node:path';

import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { runInChild } from '../support/child.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { AWS_KEY } from '../support/fakes/aws-signature.js';
import type { FakeService } from '../support/fakes/https-fake.js';
import { type MetastoreFakeOptions, startMetastore } from '../support/fakes/metastore.js';
import { startS3Fake } from '../support/fakes/s3.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

/** What the built connector exports. */
interface MetastoreModule {
  readonly Metastore: {
    over(socket: Socket): Promise<{
      databases(): Promise<string[]>;
      tableNames(database: string): Promise<string[]>;
      tables(database: string, names: readonly string[]): Promise<object[]>;
      close(): void;
    }>;
  };
}

const REGION = 'eu-central-1';
const NAME = 'metastore.example.test';

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
  it('tells Iceberg’s tables and their columns', async () => {
    const fake = await startMetastore();
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
        const tables = await metastore.tables('lake', ['orc_1', 'ice_items']);
        metastore.close();
        return { databases, names: names.length, tables };
      },
      {
        port: fake.port,
        module: join(process.cwd(), 'dist/libs/connectors/src/hive-iceberg/metastore/metastore.js'),
      },
    );
    await fake.close();
    const columns = [{ name: 'id', type: 'bigint', nullable: null }];
    expect(found).toEqual({
      databases: ['default', 'lake'],
      names: 62,
      tables: [
        { name: 'orc_1', iceberg: false, columns },
        { name: 'ice_items', iceberg: true, columns },
      ],
    });
  });
});
