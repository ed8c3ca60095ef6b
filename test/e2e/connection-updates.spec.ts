import type { JsonObject } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { CERTIFICATE, fullConnection } from '../support/full-connection.js';
import { sample } from '../support/layer.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const CONNECTORS = (await loadConnectors()).list();
const connectorOf = (type: string) => CONNECTORS.find((connector) => connector.type === type)!;
const ORIGINAL = { endpoint_prefix: 'tlm-redshift02', database: 'sales', port: 5440 };

describe('an update of a connection', () => {
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

  async function made(body: object = { ...redshift(), payload: ORIGINAL }) {
    const answer = await api.post('/connections', body).expect(201);
    const view = answer.body as JsonObject & { id: number };
    return { view, one: `/connections/${view.id}` };
  }

  async function broken(one: string, body: object): Promise<string[]> {
    const answer = await api.put(one, body).expect(422);
    return (answer.body.errors as { path: string; rule: string }[]).map(
      ({ path, rule }) => `${path} ${rule}`,
    );
  }

  it('is protected', async () => {
    const { one } = await made();
    await test.http().put(`${tenant.base}${one}`).send({ name: 'x' }).expect(401);
  });

  describe('that changes nothing', () => {
    it.each(sample(CONNECTORS, 4).map((connector) => [connector.type, connector] as const))(
      'leaves %s as it is, with the body of a GET, with nothing, or with what was sent at first',
      async (_, connector) => {
        const body = fullConnection(connector, unique('c'));
        const { view, one } = await made(body);
        const got = (await api.get(one).expect(200)).body as object;
        for (const same of [got, {}, { name: ` ${body.name} ` }, { payload: {} }, body]) {
          expect((await api.put(one, same).expect(200)).body).toEqual(view);
        }
        expect((await api.get(one)).body).toEqual(view);
      },
    );
  });

  describe('names members', () => {
    it('that are set by the server: equal ones are ignored, others refused', async () => {
      const { view, one } = await made();
      const READ_ONLY: Record<string, unknown> = {
        id: 1,
        project_id: 7,
        scope: 'PROJECT',
        created_by: 'somebody@else.test',
        created_at: '2025-05-23T11:03:01.000Z',
        db_type: 'HANA101',
        credential_id: null,
        updated_by: 'somebody@else.test',
        updated_at: null,
        version: '1',
      };
      expect(Object.keys(view).sort()).toEqual(
        [
          ...Object.keys(READ_ONLY),
          ...['name', 'type', 'payload', 'transport', 'last_check', 'health', 'lease_policy'],
          ...['include_tables', 'exclude_tables', 'exclude_all_tables', 'schemas'],
          ...['discovery_schedule', 'check_schedule', 'indexing_status', 'indexing_status_last_updated'],
        ].sort(),
      );
      for (const [member, value] of Object.entries(READ_ONLY)) {
        expect(await broken(one, { name: 'x', [member]: value })).toEqual([`${member} read_only`]);
        await api.put(one, { [member]: view[member] }).expect(200);
      }
      expect((await api.get(one)).body).toEqual(view);
    });

    it.each([
      [{ nmae: 'x', credentials: {} }, ['nmae unknown', 'credentials unknown']],
      [{ name: null }, ['name required']],
      [{ name: '  ' }, ['name length']],
      [{ name: 'a\u0007' }, ['name characters']],
      [{ type: null }, ['type string']],
      [{ type: 'NOPE' }, ['type one_of']],
      [{ payload: null }, ['payload object']],
      [{ payload: [] }, ['payload object']],
      [{ transport: 'ssh' }, ['transport object']],
      [{ payload: { hots: 'h' } }, ['payload.hots unknown']],
      [{ payload: { endpoint_prefix: null } }, ['payload.endpoint_prefix required']],
      [{ payload: { port: 'x' } }, ['payload.port range']],
      [
        { transport: { ssh: { host: 'h' } } },
        ['transport.ssh.username required', 'transport.ssh.password required'],
      ],
      [{ transport: { tls: { mode: 'off' } } }, ['transport.tls.mode choice']],
      [{ transport: { kerberos: {} } }, ['transport.kerberos transport']],
    ])('%j: %j', async (change, expected) => {
      const { view, one } = await made();
      expect((await broken(one, change)).sort()).toEqual([...expected].sort());
      expect((await api.get(one)).body).toEqual(view);
    });

    it('that are no object at all', async () => {
      const { one } = await made();
      for (const body of [[], ['x']]) expect(await broken(one, body)).toEqual(['body object']);
    });
  });

  describe('merges the payload', () => {
    it.each<[patch: JsonObject, expected: JsonObject]>([
      [{ database: 'other' }, { ...ORIGINAL, database: 'other' }],
      [{ database: null }, { endpoint_prefix: 'tlm-redshift02', port: 5440 }],
      [
        { database: null, schema: null },
        { endpoint_prefix: 'tlm-redshift02', port: 5440 },
      ],
      [{ port: '5440' }, { ...ORIGINAL, port: '5440' }],
      [{ endpoint_prefix: 'TLM-redshift02' }, { ...ORIGINAL, endpoint_prefix: 'TLM-redshift02' }],
    ])('with %j', async (patch, expected) => {
      const { one } = await made();
      const answer = await api.put(one, { payload: patch }).expect(200);
      expect(answer.body.payload).toStrictEqual(expected);
      expect(answer.body.version).toBe(2);
    });

    it('one level deep: a map that is given replaces the stored one, but for sealed keys it does not name', async () => {
      const jdbc = fullConnection(connectorOf('GENERIC_JDBC'), 'j');
      const { one, view } = await made(jdbc);
      const given = { connection_properties: { other: '2' } };
      const { credential } = jdbc;
      const map = { ...given.connection_properties, sslPassword: 'stored-property' };
      const answer = await api.put(one, { payload: { connection_properties: map }, credential, ...keys() });
      expect(answer.status).toBe(200);
      expect(answer.body.payload).toStrictEqual({ ...(view['payload'] as object), ...given });
      const kept = await api.put(one, { payload: given }).expect(200);
      expect(kept.body).toEqual(answer.body);
      const { properties } = await storedSecrets(test, tenant.slug, view.id);
      expect(properties['payload.connection_properties.sslPassword']).toBe('stored-property');
    });

    it('whatever the names in a map mean to objects of JavaScript, and again afterwards', async () => {
      const names = ['hasOwnProperty', 'toString', 'valueOf', 'equals', 'toJSON', 'then'];
      const { name, type, payload, credential } = fullConnection(connectorOf('GENERIC_JDBC'), 'j');
      const valued = (value: string) => {
        const properties = Object.fromEntries(names.map((property) => [property, value]));
        return { ...payload, connection_properties: properties };
      };
      const { one } = await made({ name, type, payload: valued('0'), credential });
      for (const value of ['1', '2']) {
        const answer = await api.put(one, { payload: valued(value), credential }).expect(200);
        expect(answer.body.payload).toStrictEqual(valued(value));
      }
    });

    /** The client key travels to the source too: another place asks for it. */
    function keys() {
      const tls = { mode: 'verify-full', ca: CERTIFICATE, cert: CERTIFICATE, key: 'stored-client-key' };
      return { transport: { tls: { ...tls, server_name: 'inner.example.com' } } };
    }
  });

  describe('merges the transport', () => {
    const SSH = { host: 'bastion.example.com', username: 'tunnel', password: 'ssh-secret' };
    const start = () => ({
      ...redshift(),
      transport: { ssh: SSH, tls: { mode: 'verify-full', cert: CERTIFICATE, key: 'tls-secret' } },
    });

    it('one level deep: a block that is absent stays, one that is given is replaced', async () => {
      const { one, view } = await made(start());
      const tls = { mode: 'verify-full' };
      const answer = await api.put(one, { transport: { tls: { ...tls, cert: CERTIFICATE } } }).expect(200);
      expect(answer.body).toEqual(view);
      const gone = await api.put(one, { transport: { tls: { ...tls, key: null } } }).expect(200);
      const { password: _, ...ssh } = SSH;
      expect(gone.body.transport).toStrictEqual({ ssh, tls });
      const { properties } = await storedSecrets(test, tenant.slug, view.id);
      expect(properties).toEqual({ 'transport.ssh.password': 'ssh-secret' });
    });

    it('null takes a block or all of it away, secrets included, and nothing of them comes back', async () => {
      const { credential } = redshift();
      for (const patch of [{ transport: null }, { transport: { ssh: null, tls: null } }]) {
        const { one, view } = await made(start());
        const answer = await api.put(one, { ...patch, credential }).expect(200);
        expect(answer.body.transport).toEqual(patch.transport === null ? null : {});
        expect((await storedSecrets(test, tenant.slug, view.id)).properties).toEqual({});
        const { password: _, ...open } = SSH;
        expect(await broken(one, { transport: { ssh: open }, credential })).toEqual([
          'transport.ssh.password required',
        ]);
      }
    });
  });

  describe('changes the type', () => {
    const SNOWFLAKE = {
      type: 'SNOWFLAKE',
      payload: { account: 'org' },
      credential: { type: 'SIMPLE', payload: { username: 'u', password: 'p' } },
    };

    it('together with a payload and a credential that fits', async () => {
      const { one, view } = await made();
      const answer = await api.put(one, SNOWFLAKE).expect(200);
      expect(answer.body).toMatchObject({
        type: 'SNOWFLAKE',
        payload: { account: 'org' },
        db_type: 'SNOWFLAKE',
        credential_id: view['credential_id'],
        version: 2,
      });
      expect(answer.body.payload).toStrictEqual(SNOWFLAKE.payload);
      const { credential } = await storedSecrets(test, tenant.slug, view.id);
      expect(credential).toEqual(SNOWFLAKE.credential.payload);
    });

    it.each([
      ['alone', {}, ['payload type_change', 'credential type_change']],
      ['with a payload alone', { payload: SNOWFLAKE.payload }, ['credential type_change']],
      ['with a credential alone', { credential: SNOWFLAKE.credential }, ['payload type_change']],
      ['with null', { ...SNOWFLAKE, credential: null }, ['credential type_change']],
      ['with the former payload', { ...SNOWFLAKE, payload: ORIGINAL }, ['payload.account required']],
      [
        'with a credential that does not fit',
        { ...SNOWFLAKE, credential: { type: 'TOKEN', payload: { token: 't' } } },
        ['credential.type credential_type'],
      ],
    ])('not %s', async (_, change, expected) => {
      const { one, view } = await made();
      expect(await broken(one, { type: 'SNOWFLAKE', ...change })).toEqual(expect.arrayContaining(expected));
      expect((await api.get(one)).body).toEqual(view);
    });

    it('not while a transport stays that the new type does not take', async () => {
      const { one } = await made({ ...redshift(), transport: { tls: { mode: 'verify-full' } } });
      expect(await broken(one, SNOWFLAKE)).toEqual(['transport.tls transport']);
      await api.put(one, { ...SNOWFLAKE, transport: null }).expect(200);
    });

    it('not while a stored key of the transport would go to the new source', async () => {
      const tls = { mode: 'verify-full', cert: CERTIFICATE, key: 'tls-secret' };
      const { one } = await made({ ...redshift(), transport: { tls } });
      const jdbc = fullConnection(connectorOf('GENERIC_JDBC'), 'j');
      const change = { type: jdbc.type, payload: jdbc.payload, credential: jdbc.credential };
      expect(await broken(one, change)).toEqual(['transport.tls.key secret_reentry_required']);
      await api.put(one, { ...change, transport: { tls } }).expect(200);
    });

    it('leaves nothing of the former payload’s secrets', async () => {
      const { payload, credential } = fullConnection(connectorOf('GENERIC_JDBC'), 'j');
      const { one, view } = await made({ name: 'j', type: 'GENERIC_JDBC', payload, credential });
      await api.put(one, SNOWFLAKE).expect(200);
      expect((await storedSecrets(test, tenant.slug, view.id)).properties).toEqual({});
    });
  });

  it('refuses a name that is taken, in any spelling, and takes its own in another', async () => {
    const project = await createProject(test, tenant);
    await api.post('/connections', redshift('Taken')).expect(201);
    await api.post(`/projects/${project}/connections`, redshift('Elsewhere')).expect(201);
    const { one, view } = await made(redshift('mine'));
    const refused = await api.put(one, { name: ' TAKEN', payload: { database: 'x' } }).expect(409);
    expect(refused.body.code).toBe('connection_exists');
    expect((await api.get(one)).body).toEqual(view);
    expect((await api.put(one, { name: 'MINE' }).expect(200)).body).toMatchObject({
      name: 'MINE',
      version: 2,
    });
    await api.put(one, { name: 'elsewhere' }).expect(200);
  });

  it('renews the credential without a word about it but the version and the fingerprint', async () => {
    const { one, view } = await made();
    const credential = `/credentials/${view['credential_id'] as number}`;
    const before = await api.get(credential).expect(200);
    const payload = { username: 'test', password: 'renewed' };
    const answer = await api.put(one, { credential: { type: 'SIMPLE', payload } }).expect(200);
    const { updated_at: _, ...rest } = answer.body;
    const { updated_at: _before, ...kept } = view;
    expect(rest).toEqual({ ...kept, version: 2 });
    const after = await api.get(credential).expect(200);
    expect(after.body.version).toBe(2);
    expect(after.body.fingerprint).not.toBe(before.body.fingerprint);
    await api.put(one, { credential: { type: 'SIMPLE', payload } }).expect(200);
    expect((await api.get(credential)).body).toEqual(after.body);
  });

  describe('under a condition', () => {
    const put = (one: string, tag: string, body: object = { name: unique('n') }) =>
      api.put(one, body).set('if-match', tag);

    it('answers the version as entity tag, on every answer that is one connection', async () => {
      const { one } = await made();
      expect((await api.get(one)).headers['etag']).toBe('"1"');
      expect((await api.put(one, { name: 'x' })).headers['etag']).toBe('"2"');
      expect((await api.post('/connections', redshift())).headers['etag']).toBe('"1"');
      expect((await api.get('/connections')).headers['etag']).toBeUndefined();
    });

    it('goes through for the version that is stored, for one of several, and for any', async () => {
      const { one } = await made();
      for (const tag of ['"1"', '"7", "2"', '*', 'W/"4"', '']) await put(one, tag).expect(200);
      expect((await api.get(one)).body.version).toBe(6);
    });

    it.each(['"2"', '"0"', '1', '"x"', '"1', 'W/"9", "8"'])(
      'fails for %s and changes nothing',
      async (tag) => {
        const { one, view } = await made();
        for (const call of [put(one, tag), put(one, tag, {}), api.delete(one).set('if-match', tag)]) {
          const answer = await call.expect(412);
          expect(answer.body).toMatchObject({ code: 'version_mismatch', version: 1 });
        }
        expect((await api.get(one)).body).toEqual(view);
      },
    );

    it('lets one of two writers through that read the same version', async () => {
      const { one } = await made();
      const answers = await Promise.all([put(one, '"1"'), put(one, '"1"')]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
      await api.delete(one).set('if-match', '"2"').expect(200);
    });
  });
});
