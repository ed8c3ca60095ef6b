import type { JsonObject } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { type DestinationCase, destinationCases } from '../support/destination-cases.js';
import {
  CERTIFICATE,
  type ConnectionBody,
  fullConnection,
  memberAt,
  withMember,
} from '../support/full-connection.js';
import { WHOLE_PRODUCTS, sample } from '../support/layer.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createTenant, redshift } from '../support/tenant.js';

const CONNECTORS = (await loadConnectors()).list();
const CASES = CONNECTORS.flatMap((connector) =>
  destinationCases(connector, () => unique('c')).map(
    (one) => [connector.type, one.path, one] as [string, string, DestinationCase],
  ),
).filter(
  ([, path], index, all) =>
    // Transports are the same code for every type.
    WHOLE_PRODUCTS || !path.startsWith('transport.') || all.findIndex((other) => other[1] === path) === index,
);

describe('a stored secret stays with its destination', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let api: NativeClient;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    api = nativeClient(test, tenant);
  });

  async function made(body: ConnectionBody): Promise<string> {
    const answer = await api.post('/connections', body).expect(201);
    return `/connections/${(answer.body as { id: number }).id}`;
  }

  /** The secrets that the answer asks for. */
  async function askedFor(one: string, body: JsonObject): Promise<string[]> {
    const answer = await api.put(one, body).expect(422);
    expect(answer.body.code).toBe('secret_reentry_required');
    const errors = answer.body.errors as { path: string; rule: string }[];
    expect(new Set(errors.map((error) => error.rule))).toEqual(new Set(['secret_reentry_required']));
    return errors.map((error) => error.path).sort();
  }

  it('covers every type of the registry', () => {
    const covered = new Set<string>(CASES.map(([type]) => type));
    const missing = CONNECTORS.filter(({ type }) => !covered.has(type)).filter(({ destinationFields }) =>
      destinationFields.some((path) => !path.includes('[]')),
    );
    expect(missing.map(({ type }) => type)).toEqual([]);
  });

  describe.each(sample(CASES, 5))('%s %s', (_type, path, one) => {
    it('asks for every secret that would go elsewhere, and changes nothing', async () => {
      const url = await made(one.body);
      const before = await api.get(url).expect(200);
      expect(await askedFor(url, one.change)).toEqual([...one.secrets].sort());
      for (const secret of one.secrets) {
        expect(await askedFor(url, withMember(one.changeWithSecrets, secret, undefined))).toEqual([secret]);
      }
      for (const trick of [null, '', 0]) {
        const answer = await api.put(url, withMember(one.change, path, trick));
        expect([trick, answer.status]).toEqual([trick, 422]);
      }
      expect((await api.get(url).expect(200)).body).toEqual(before.body);
    });

    it('goes there with all of them, and is then bound to that place', async () => {
      const url = await made(one.body);
      const answer = await api.put(url, one.changeWithSecrets).expect(200);
      expect(answer.body.version).toBe(2);
      expect(memberAt(answer.body, path)).toEqual(memberAt(one.change, path));
      const { properties } = await storedSecrets(test, tenant.slug, answer.body.id as number);
      for (const secret of one.secrets.filter((name) => name !== 'credential')) {
        expect(properties[secret]).toBe(`new ${secret}`);
      }
      expect(await askedFor(url, one.back)).toEqual([...one.secrets].sort());
    });
  });

  describe('another spelling of the same place is the same place', () => {
    /** Type, what is stored, and how else it can be said. */
    const SAME: [type: string, stored: JsonObject, spelled: JsonObject][] = [
      ['REDSHIFT', { host: 'db.example.com' }, { host: 'DB.Example.COM.' }],
      ['REDSHIFT', { host: '10.0.0.1' }, { host: '0x0a.1' }],
      ['REDSHIFT', { port: 5440 }, { port: '5440' }],
      ['REDSHIFT', {}, { port: 5439 }],
      ['REDSHIFT', { port: '5439' }, { port: null }],
      ['REDSHIFT', { endpoint_prefix: 'tlm-redshift02' }, { endpoint_prefix: 'TLM-Redshift02' }],
      ['DELTALAKE', { port: '443' }, { port: 443 }],
      ['DELTALAKE', { port: '443' }, { port: null }],
      ['S3', {}, { region: 'us-east-1' }],
      ['S3', { endpoint: 'https://storage.example.com' }, { endpoint: 'https://STORAGE.example.com:443' }],
      ['S3', {}, { prefix: 'elsewhere/', path_style: true, bucket: 'other' }],
      ['AZURE', {}, { endpoint_suffix: 'core.windows.net' }],
      ['SNOWFLAKE', { account: 'org-account' }, { account: 'ORG-Account' }],
      [
        'HIVE_ICEBERG',
        { thrift_uri: 'thrift://h.example.com' },
        { thrift_uri: 'thrift://H.example.com:9083' },
      ],
      [
        'GENERIC_JDBC',
        { connection_properties: { a: '1', b: '2' } },
        { connection_properties: { b: '2', a: '1' } },
      ],
    ];

    it.each(SAME)('%s %j as %j', async (type, stored, spelled) => {
      const connector = CONNECTORS.find((one) => one.type === type)!;
      const { payload, credential } = connector.examples[0]!;
      const url = await made({ name: unique('c'), type, credential, payload: { ...payload, ...stored } });
      const answer = await api.put(url, { payload: spelled }).expect(200);
      const given = Object.entries(spelled).filter(([, value]) => value !== null);
      expect(answer.body.payload).toMatchObject(Object.fromEntries(given));
    });

    it('compares with the place that the secret was stored for, not with the last spelling', async () => {
      const url = await made({ ...redshift(), payload: { host: 'db.example.com' } });
      await api.put(url, { payload: { host: 'DB.example.com', port: '5439' } }).expect(200);
      expect(await askedFor(url, { payload: { port: 5440 } })).toEqual(['credential']);
    });
  });

  describe('TLS', () => {
    const MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];
    const PAIRS = MODES.flatMap((from) => MODES.map((to) => [from, to] as const));

    it.each(PAIRS)('from %s to %s', async (from, to) => {
      const url = await made({ ...redshift(), transport: { tls: { mode: from } } });
      const change = { transport: { tls: { mode: to } } };
      if (MODES.indexOf(to) >= MODES.indexOf(from)) await api.put(url, change).expect(200);
      else expect(await askedFor(url, change)).toEqual(['credential']);
    });

    it('counts what acts when nothing is said: always verified for a cloud service', async () => {
      const silent = await made(redshift());
      expect(await askedFor(silent, { transport: { tls: { mode: 'verify-ca' } } })).toEqual(['credential']);
      await api.put(silent, { transport: { tls: { mode: 'verify-full' } } }).expect(200);
      await api.put(silent, { transport: null }).expect(200);
    });

    it('asks for the secrets that a weaker mode would show, the client key among them', async () => {
      const connector = CONNECTORS.find((one) => one.type === 'GENERIC_JDBC')!;
      const body = fullConnection(connector, unique('c'));
      const url = await made(body);
      const weaker = { mode: 'prefer', ca: CERTIFICATE, cert: CERTIFICATE, server_name: 'inner.example.com' };
      expect(await askedFor(url, { transport: { tls: weaker } })).toEqual([
        'credential',
        'payload.connection_properties.sslPassword',
        'transport.tls.key',
      ]);
    });
  });

  describe('the way', () => {
    const SSH = { host: 'bastion.example.com', username: 'tunnel', password: 'stored' };

    it('through a tunnel is another one than straight, in both directions', async () => {
      const straight = await made(redshift());
      expect(await askedFor(straight, { transport: { ssh: SSH } })).toEqual(['credential']);
      const { credential } = redshift();
      await api.put(straight, { transport: { ssh: SSH }, credential }).expect(200);
      for (const gone of [{ transport: null }, { transport: { ssh: null } }]) {
        expect(await askedFor(straight, gone)).toEqual(['credential']);
        expect(await askedFor(straight, gone)).not.toContain('transport.ssh.password');
      }
    });

    it('may log in as somebody else without the secret: it goes to the same server', async () => {
      const url = await made({ ...redshift(), transport: { ssh: SSH } });
      const { password: _, ...open } = SSH;
      await api.put(url, { transport: { ssh: { ...open, username: 'other', port: '22' } } }).expect(200);
    });
  });

  it('takes the credential of the new storage where the place decides the type', async () => {
    const connector = CONNECTORS.find((one) => one.type === 'HIVE_ICEBERG')!;
    const [google, amazon] = connector.examples;
    const url = await made({ ...google!, name: unique('c'), type: 'HIVE_ICEBERG' });
    const change = { payload: { location_type: 'S3' } };
    const refused = await api.put(url, change).expect(422);
    expect(refused.body.errors).toEqual([
      {
        path: 'credential.type',
        rule: 'credential_type',
        message: 'With this payload, a connection of type HIVE_ICEBERG takes a credential of type AWS.',
      },
    ]);
    await api.put(url, { ...change, credential: amazon!.credential }).expect(200);
  });

  it('holds for each entry of a list by itself', async () => {
    const connector = CONNECTORS.find((one) => one.type === 'DUCKDB')!;
    const { payload, credential } = connector.examples.find((one) => 'attached' in one.payload)!;
    const url = await made({ name: unique('c'), type: 'DUCKDB', payload, credential });
    const kept = (await api.get(url).expect(200)).body as { payload: { attached: JsonObject[] } };
    const [orders, landing] = kept.payload.attached as [JsonObject, JsonObject];
    const moved = { ...orders, payload: { ...(orders['payload'] as JsonObject), host: 'evil.example.com' } };
    const secret = 'payload.attached.orders.credential.payload.password';
    expect(await askedFor(url, { payload: { attached: [moved, landing] } })).toEqual([secret]);
    await api.put(url, { payload: { attached: [landing, orders] } }).expect(200);
    const login = { type: 'SIMPLE', payload: { username: 'reader', password: 'for the new host' } };
    await api.put(url, { payload: { attached: [landing, { ...moved, credential: login }] } }).expect(200);
  });
});
