import { Validator } from '@seriousme/openapi-schema-validator';
import { ConnectorRegistry } from '#connector-sdk';
import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { sample } from '../support/layer.js';
import { type OpenApiDocument, OpenApiContract } from '../support/openapi-contract.js';
import { LeaseClient, fullySealed } from '../support/leases.js';
import { createProject, createTenant, redshift } from '../support/tenant.js';

describe('the OpenAPI document', () => {
  let test: TestApp;
  let contract: OpenApiContract;
  beforeAll(async () => {
    test = await startTestApp();
    const answer = await test.http().get('/openapi.json').expect(200);
    contract = new OpenApiContract(answer.body as OpenApiDocument);
  });
  afterAll(() => test.close());

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate({ ...contract.document });
    expect(result.errors).toBeUndefined();
    expect(validator.version).toBe('3.1');
  });

  it('has every route, and no other', () => {
    const { routes } = test.app.get(RouteTable);
    const declared = routes.map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}')}`,
    );
    const documented = contract
      .operations()
      .map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/(?<=.)\/$/, '')}`);
    expect(documented.sort()).toEqual(declared.sort());
  });

  it('names every operation once, under a tag that it declares', () => {
    const operations = contract.operations().map(({ operation }) => operation);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(operations.flatMap((operation) => operation.tags));
    expect([...tags].sort()).toEqual(contract.document.tags.map(({ name }) => name).sort());
  });

  it('declares the parameters of every path', () => {
    for (const { path, operation } of contract.operations()) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  it('leaves nothing without security but what anybody may call', () => {
    const open = contract.operations().filter(({ operation }) => operation.security !== undefined);
    expect(open.map(({ path }) => path).sort()).toEqual([
      '/.well-known/jwks.json',
      '/.well-known/openid-configuration',
      '/api/auth/token',
      '/health/live',
      '/health/ready',
      '/metrics',
    ]);
  });

  it('has no reference that leads nowhere, and no part that nothing refers to', () => {
    const text = JSON.stringify(contract.document);
    const pointers = new Set([...text.matchAll(/"#\/components\/([^"]+)"/g)].map((match) => match[1]!));
    const { securitySchemes: _, ...parts } = contract.document.components;
    const components = Object.entries(parts).flatMap(([kind, members]) =>
      Object.keys(members).map((name) => `${kind}/${name}`),
    );
    expect([...pointers].sort()).toEqual(components.sort());
  });

  it('shows examples that keep its own rules', () => {
    const broken = contract
      .operations()
      .flatMap(({ operation }) =>
        Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema, examples = {} }) =>
          Object.entries(examples).flatMap(([name, { value }]) =>
            contract.brokenRules(schema, value).map((rule) => `${operation.operationId} ${name}: ${rule}`),
          ),
        ),
      );
    expect(broken).toEqual([]);
  });

  it('takes the examples of every connector, as the server does, and nothing of another type', async () => {
    const tenant = await createTenant(test);
    const connectors = test.app.get(ConnectorRegistry).list();
    for (const { type, examples } of sample(connectors, 6)) {
      for (const [index, { payload, credential }] of examples.entries()) {
        const body = { name: `${type} ${index}`, type, payload, credential };
        expect(contract.broken('NewConnection', body)).toEqual([]);
        const answer = await test
          .http()
          .post(`${tenant.base}/connections`)
          .set('authorization', `Bearer ${tenant.admin}`)
          .send(body)
          .expect(201);
        expect(contract.faults('createConnection', answer)).toEqual([]);
        expect(contract.broken('ConnectionUpdate', answer.body)).toEqual([]);
        expect(contract.broken('NewConnection', { ...body, surplus: 1 })).not.toEqual([]);
        expect(contract.broken('NewConnection', { ...body, type: 'NO_SUCH_TYPE' })).not.toEqual([]);
      }
    }
  });

  it('knows where the payload decides which credential is taken', async () => {
    const tenant = await createTenant(test);
    const { examples } = test.app.get(ConnectorRegistry).get('HIVE_ICEBERG')!;
    const [gcs, s3] = examples;
    const body = { name: 'x', type: 'HIVE_ICEBERG', payload: gcs!.payload, credential: s3!.credential };
    expect(contract.broken('NewConnection', body)).not.toEqual([]);
    expect(contract.broken('NewConnection', { ...body, credential: { id: 1 } })).toEqual([]);
    const answer = await test
      .http()
      .post(`${tenant.base}/connections`)
      .set('authorization', `Bearer ${tenant.admin}`)
      .send(body);
    expect(contract.faults('createConnection', answer)).toEqual([]);
    expect(answer.status).toBe(422);
  });

  it.each([
    ['one member', { name: 'other' }, true],
    ['a part of the payload', { payload: { port: 5440 } }, true],
    ['a removed member', { type: 'REDSHIFT', payload: { database: null } }, true],
    [
      'a tunnel that keeps its stored password',
      { type: 'REDSHIFT', transport: { ssh: { host: 'h', username: 'u' } } },
      true,
    ],
    ['a member that there is not', { type: 'REDSHIFT', payload: { no_such: 1 } }, false],
    ['a tunnel without a host', { type: 'REDSHIFT', transport: { ssh: { username: 'u' } } }, false],
    [
      'a credential of another type',
      { type: 'REDSHIFT', credential: { type: 'TOKEN', payload: { token: 't' } } },
      false,
    ],
  ])('reads a partial update with %s as the server does', (_, body, valid) => {
    expect(contract.broken('ConnectionUpdate', body).length === 0).toBe(valid);
  });

  it('describes real answers of every resource', async () => {
    const tenant = await createTenant(test);
    const platform = { authorization: `Bearer ${PLATFORM_KEY}` };
    const admin = { authorization: `Bearer ${tenant.admin}` };
    const send = async (
      operationId: string,
      method: 'get' | 'post' | 'put' | 'patch' | 'delete',
      path: string,
      body?: object,
    ) => {
      const auth = path.startsWith('/api/platform') ? platform : admin;
      const answer = await test.http()[method](path).set(auth).send(body);
      expect({ operationId, faults: contract.faults(operationId, answer) }).toEqual({
        operationId,
        faults: [],
      });
      expect(answer.status).toBeLessThan(300);
      return answer.body as { id: number };
    };
    const { base, slug } = tenant;
    await send('listTenants', 'get', '/api/platform/tenants');
    await send('updateTenant', 'patch', `/api/platform/tenants/${slug}`, { name: 'Renamed' });
    await send('listPlatformAuditEvents', 'get', '/api/platform/audit-events?limit=5');
    await send('getMe', 'get', '/api/auth/me');

    const project = await send('createProject', 'post', `${base}/projects`, { name: 'sales' });
    const inProject = `${base}/projects/${project.id}`;
    await send('listProjects', 'get', `${base}/projects`);
    await send('updateProject', 'put', inProject, { name: 'sales2' });

    const account = await send('createServiceAccount', 'post', `${base}/service-accounts`, {
      name: 'loader',
      role: 'editor',
      project_ids: [project.id],
    });
    const accountPath = `${base}/service-accounts/${account.id}`;
    await send('listServiceAccounts', 'get', `${base}/service-accounts`);
    await send('getServiceAccount', 'get', accountPath);
    await send('rotateServiceAccountKey', 'post', `${accountPath}/rotate`, { overlap_seconds: 60 });
    await send('deleteServiceAccount', 'delete', accountPath);

    const shared = await send('createCredentialInProject', 'post', `${inProject}/credentials`, {
      name: 'reader',
      type: 'SIMPLE',
      payload: { username: 'reader', password: 'example-password' },
    });
    const credential = { id: shared.id };
    await send('createConnectionInProject', 'post', `${inProject}/connections`, {
      ...redshift(),
      credential,
    });
    const global = await send('createConnection', 'post', `${base}/connections`, redshift());
    await send('listConnections', 'get', `${base}/connections?limit=1`);
    await send('listConnectionsInProject', 'get', `${inProject}/connections?include=global&sort=name`);
    await send('updateConnection', 'put', `${base}/connections/${global.id}`, { name: 'other' });
    await send('moveConnection', 'post', `${base}/connections/${global.id}/move`, { project_id: project.id });
    await send('getConnectionInProject', 'get', `${inProject}/connections/${global.id}`);
    await send('deleteConnectionInProject', 'delete', `${inProject}/connections/${global.id}`);
    await send('getCredential', 'get', `${base}/credentials/${shared.id}`);
    await send('updateCredential', 'put', `${base}/credentials/${shared.id}`, { name: 'reader2' });
    await send('getCredentialUsage', 'get', `${base}/credentials/${shared.id}/usage`);
    await send('listCredentialsInProject', 'get', `${inProject}/credentials?type=SIMPLE`);

    await send('listConnectionTypes', 'get', `${base}/connection-types`);
    await send('getConnectionType', 'get', `${base}/connection-types/SNOWFLAKE`);
    await send('listAuditEvents', 'get', `${base}/audit-events?limit=100`);
    await send('getLiveness', 'get', '/health/live');
    await send('getReadiness', 'get', '/health/ready');
  });

  it('describes leases', async () => {
    const tenant = await createTenant(test);
    const leases = new LeaseClient(test, tenant);
    const id = await leases.connection({ ...fullySealed('leased') });
    const project = await createProject(test, tenant);
    const key = tenant.token('resolver');
    const opened = await leases.lease(id, key);
    const one = `/leases/${(opened.body as { lease_id: number }).lease_id}`;
    const named = { name: 'leased', purpose: 'a test', wrap: true };
    const wrapped = await leases.post(`/projects/${project}/connections/lease`, named, key);
    const answers = {
      leaseConnection: opened,
      leaseConnectionByName: wrapped,
      unwrapLease: await leases.unwrap((wrapped.body as { wrap_token: string }).wrap_token, key),
      renewLease: await leases.post(`${one}/renew`, { ttl_seconds: 60 }, key),
      revokeLease: await leases.delete(one, key),
      revokeLeasesOfConnection: await leases.post(`/connections/${id}/leases/revoke`),
      revokeLeases: await leases.post('/leases/revoke'),
      listLeases: await leases.get('/leases'),
      getLeaseChanges: await leases.get('/leases/changes', key),
    };
    for (const [operationId, answer] of Object.entries(answers)) {
      expect(answer.status).toBeLessThan(300);
      expect({ operationId, faults: contract.faults(operationId, answer) }).toEqual({
        operationId,
        faults: [],
      });
    }
    const refused = {
      leaseConnection: await leases.lease(id, key, { ttl_seconds: 100_000 }),
      unwrapLease: await leases.unwrap('nothing', key),
      renewLease: await leases.post(`${one}/renew`, {}, key),
    };
    for (const [operationId, answer] of Object.entries(refused)) {
      expect({ operationId, faults: contract.faults(operationId, answer) }).toEqual({
        operationId,
        faults: [],
      });
    }
  });

  it('describes real errors', async () => {
    const { base, admin, token } = await createTenant(test);
    const as = (bearer: string) => ({ authorization: `Bearer ${bearer}` });
    const http = test.http();
    const made = await http.post(`${base}/connections`).set(as(admin)).send(redshift('taken')).expect(201);
    const one = `${base}/connections/${made.body.id}`;
    const json = { 'content-type': 'application/json' };
    const answers = {
      400: await http
        .post(`${base}/connections`)
        .set({ ...as(admin), ...json })
        .send('{'),
      401: await http.post(`${base}/connections`).send(redshift()),
      403: await http
        .post(`${base}/connections`)
        .set(as(token('editor')))
        .send(redshift()),
      404: await http.post('/api/backend/nobody/configuration/connections').set(as(admin)).send(redshift()),
      409: await http.post(`${base}/connections`).set(as(admin)).send(redshift('taken')),
      413: await http
        .post(`${base}/connections`)
        .set({ ...as(admin), ...json })
        .send(' '.repeat(300 * 1024)),
      415: await http
        .post(`${base}/connections`)
        .set({ ...as(admin), 'content-type': 'text/csv' })
        .send('a,b'),
      422: await http.post(`${base}/connections`).set(as(admin)).send({ name: 'x' }),
    };
    for (const [status, answer] of Object.entries(answers)) {
      expect(answer.status).toBe(Number(status));
      expect(contract.faults('createConnection', answer)).toEqual([]);
    }
    const stale = await http
      .put(one)
      .set({ ...as(admin), 'if-match': '"9"' })
      .send({ name: 'other' });
    expect(stale.status).toBe(412);
    expect(contract.faults('updateConnection', stale)).toEqual([]);
    const moved = await http
      .put(one)
      .set(as(admin))
      .send({ payload: { endpoint_prefix: 'elsewhere' } });
    expect(moved.body.code).toBe('secret_reentry_required');
    expect(contract.faults('updateConnection', moved)).toEqual([]);
  });
});
