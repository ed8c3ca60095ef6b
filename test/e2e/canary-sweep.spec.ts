import { ConnectorRegistry, credentialTypes } from '#connector-sdk';
import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { Canaries, type Trace } from '../support/canary/canaries.js';
import { canaryBodies, canaryCredentials } from '../support/canary/canary-bodies.js';
import { type Answer, Caller } from '../support/canary/caller.js';
import { spoiltBodies } from '../support/canary/spoilt-bodies.js';
import { visitFiles, visitTables } from '../support/canary/stored-bytes.js';
import { withClient } from '../support/databases.js';
import { WHOLE_PRODUCTS, sample } from '../support/layer.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';
import { userToken } from '../support/tokens.js';

const canaries = new Canaries();
const name = () => unique('canary-case');
const MANY_REQUESTS_MS = 120_000;

let test: TestApp;
let tenant: TestTenant;
let projectId: number;
let caller: Caller;
let places: string[];
beforeAll(async () => {
  test = await startTestApp();
  tenant = await createTenant(test);
  projectId = await createProject(test, tenant);
  caller = new Caller(test, tenant.admin);
  places = [tenant.base, `${tenant.base}/projects/${projectId}`];
});
afterAll(async () => {
  caller.close();
  await test.close();
});

const connectors = () => test.app.get(ConnectorRegistry).list();
const idOf = (answer: Answer): number => answer.json['id'] as number;

/** Every trace in what was answered and logged so far, and in all that is stored; in a sample, in the tables alone. */
async function traces(): Promise<Trace[]> {
  const found: Trace[] = [];
  const look = (where: string, content: Buffer | string) => {
    found.push(...canaries.tracesIn(where, content));
  };
  for (const { where, text } of caller.answers) look(where, text);
  for (const [index, line] of test.logged.entries()) look(`log line ${index}`, line);
  expect(await visitTables(look)).toBeGreaterThan(70);
  if (WHOLE_PRODUCTS) expect(await visitFiles(look)).toBeGreaterThan(300);
  return found;
}

describe('a secret', () => {
  it(
    'is taken in every field of every type, right and wrong, without an unexpected answer',
    async () => {
      for (const [index, connector] of sample(connectors(), 5).entries()) {
        // Both scopes share the code of a type: in a sample they take turns.
        for (const place of WHOLE_PRODUCTS ? places : [places[index % places.length]!]) {
          const path = `${place}/connections`;
          for (const { body } of canaryBodies(connector, canaries, name)) {
            const made = await caller.call('POST', path, { body });
            expect([connector.type, made.status, made.json]).toEqual([connector.type, 201, made.json]);
            const one = `${path}/${idOf(made)}`;
            expect((await caller.call('POST', path, { body })).status).toBe(409);
            expect((await caller.call('PUT', one, { body })).status).toBe(200);
          }
          const [first, second = first] = canaryBodies(connector, canaries, name);
          const made = await caller.call('POST', path, { body: first!.body });
          const one = `${path}/${idOf(made)}`;
          const renewed = { ...first!.body, credential: second!.body.credential };
          expect([200, 422]).toContain((await caller.call('PUT', one, { body: renewed })).status);
          for (const { what, text, contentType, status } of spoiltBodies(first!.body, canaries)) {
            for (const [method, target] of [
              ['POST', path],
              ['PUT', one],
            ] as const) {
              const answer = await caller.call(method, target, { body: text, contentType: contentType! });
              expect([connector.type, method, what, answer.status]).toEqual([
                connector.type,
                method,
                what,
                status,
              ]);
            }
          }
          await caller.call('GET', one);
          await caller.call('GET', path);
          await caller.call('DELETE', one);
        }
      }
    },
    MANY_REQUESTS_MS,
  );

  it(
    'is taken in shared credentials of every type',
    async () => {
      for (const type of sample(credentialTypes(), 5)) {
        for (const place of places) {
          const path = `${place}/credentials`;
          for (const payload of canaryCredentials(type, canaries)) {
            const body = { name: name(), type: type.type, payload };
            const made = await caller.call('POST', path, { body });
            expect([type.type, made.status]).toEqual([type.type, 201]);
            const one = `${path}/${idOf(made)}`;
            expect((await caller.call('POST', path, { body })).status).toBe(409);
            const [next] = canaryCredentials(type, canaries);
            expect((await caller.call('PUT', one, { body: { payload: next } })).status).toBe(200);
            const wrong = [
              { ...body, surprise: canaries.next() },
              { ...body, type: canaries.next() },
              { ...body, name: { nested: canaries.next() } },
              { ...body, payload: canaries.next() },
              { ...body, payload: { nested: { secret: canaries.next() } } },
            ];
            for (const spoilt of wrong) {
              expect((await caller.call('PUT', one, { body: spoilt })).status).toBe(422);
              expect((await caller.call('POST', path, { body: spoilt })).status).toBe(422);
            }
            await caller.call('GET', `${one}/usage`);
            await caller.call('GET', one);
          }
        }
      }
    },
    MANY_REQUESTS_MS,
  );

  it('is asked for again when a destination changes, or is not the stored one', async () => {
    const path = `${tenant.base}/connections`;
    const [{ body }] = canaryBodies(test.app.get(ConnectorRegistry).get('REDSHIFT')!, canaries, name) as [
      ReturnType<typeof canaryBodies>[number],
    ];
    const one = `${path}/${idOf(await caller.call('POST', path, { body }))}`;
    const elsewhere = { payload: { endpoint_prefix: 'elsewhere', host: 'elsewhere.example.com' } };
    expect((await caller.call('PUT', one, { body: elsewhere })).json).toMatchObject({
      code: 'secret_reentry_required',
    });
    const shared = await caller.call('POST', `${tenant.base}/credentials`, {
      body: { name: name(), type: 'SIMPLE', payload: { username: 'reader', password: canaries.next() } },
    });
    const use = (password: string) => ({
      ...body,
      name: name(),
      credential: { id: idOf(shared), payload: { username: 'reader', password } },
    });
    const guessed = await caller.call('POST', path, { body: use(canaries.next()) });
    expect(guessed.status).toBe(422);
  });

  it('comes out with a lease, and with nothing else that has to do with one', async () => {
    const path = `${tenant.base}/connections`;
    const jdbc = test.app.get(ConnectorRegistry).get('GENERIC_JDBC')!;
    // The answers that hold the secrets are the ones that may.
    const showing = new Caller(test, tenant.token('resolver'));
    for (const { body } of canaryBodies(jdbc, canaries, name)) {
      const id = idOf(await caller.call('POST', path, { body }));
      const lease = `${path}/${id}/lease`;
      const opened = await showing.call('POST', lease, { body: { purpose: 'canaries' } });
      expect([opened.status, canaries.tracesIn('a lease', JSON.stringify(opened.json)).length]).not.toEqual([
        201, 0,
      ]);
      const wrapped = await showing.call('POST', lease, { body: { purpose: 'canaries', wrap: true } });
      const token = wrapped.json['wrap_token'] as string;
      canaries.watch('a wrap token', token.split('_').slice(2).join('_'));
      expect((await showing.call('POST', '/api/leases/unwrap', { body: { token } })).status).toBe(200);
      const resolver = { token: tenant.token('resolver') };
      const again = await caller.call('POST', '/api/leases/unwrap', { body: { token }, ...resolver });
      expect(again.status).toBe(409);
      const one = `${tenant.base}/leases/${opened.json['lease_id'] as number}`;
      await caller.call('POST', `${one}/renew`, { body: {}, ...resolver });
      const secret = { purpose: `password=${canaries.next()}` };
      expect((await caller.call('POST', lease, { body: secret, ...resolver })).status).toBe(422);
      await caller.call('GET', `${tenant.base}/leases`, resolver);
      expect((await caller.call('DELETE', one, resolver)).status).toBe(200);
      await caller.call('POST', `${path}/${id}/leases/revoke`);
    }
    showing.close();
  });

  it('does not come out with an error of the database, nor with one that nobody expected', async () => {
    const trap = unique('trap').replace('-', '_');
    const id = await tenantIdOf(tenant.slug);
    const path = `${tenant.base}/connections`;
    const bodies = canaryBodies(test.app.get(ConnectorRegistry).get('GENERIC_JDBC')!, canaries, name);
    await withClient('superuser', (client) =>
      client.query(`create function ${trap}() returns trigger language plpgsql as $$
          begin raise exception 'trapped' using detail = new::text; end $$;
        create trigger ${trap} before insert on connection_secrets for each row
          when (new.tenant_id = ${id}) execute function ${trap}();`),
    );
    try {
      for (const { body } of bodies) {
        const answer = await caller.call('POST', path, { body });
        expect(answer.json).toMatchObject({ status: 500, code: 'internal_error' });
      }
    } finally {
      await withClient('superuser', (client) => client.query(`drop function ${trap} cascade`));
    }
  });

  it('is taken by every other route that takes a body', async () => {
    const routes = test.app.get(RouteTable).routes.filter(({ method }) => !['GET', 'HEAD'].includes(method));
    expect(routes.length).toBeGreaterThan(10);
    for (const { method, path } of routes) {
      const ownProject = path.endsWith(':projectId') ? '999999999' : String(projectId);
      const target = path
        .replace(':tenant', tenant.slug)
        .replace(':projectId', ownProject)
        .replace(':slug', method === 'DELETE' ? 'nobody' : tenant.slug)
        .replaceAll(/:\w+/g, '999999999');
      const platform = path.includes('/platform/');
      for (const body of [
        { name: { nested: canaries.next() }, slug: canaries.next(), password: canaries.next() },
        { name: canaries.next('\u0001'), role: canaries.next(), project_ids: [canaries.next()] },
        { project_id: canaries.next(), overlap_seconds: canaries.next(), status: canaries.next() },
        JSON.stringify(canaries.next()),
        `{"password": "${canaries.next()}`,
      ]) {
        const answer = await caller.call(method as 'POST', target, {
          body,
          ...(platform ? { token: PLATFORM_KEY } : {}),
        });
        // This one reads no body; that nothing of it is kept is looked for in the end.
        const unread = path === '/api/platform/signing-keys/rotate' && answer.status === 200;
        const refused = unread || (answer.status >= 400 && answer.status < 500);
        expect([method, path, body, refused, answer.status]).toEqual([
          method,
          path,
          body,
          true,
          answer.status,
        ]);
      }
    }
  });

  it('may stand in a path, a query or a header', async () => {
    const list = `${tenant.base}/connections`;
    for (const path of [
      `/${canaries.next()}`,
      `${list}/${canaries.next()}`,
      `${list}?password=${canaries.next()}`,
      `${list}?limit=${canaries.next()}`,
      `${list}?cursor=${canaries.next()}`,
      `${list}?sort=${canaries.next()}`,
      `/api/backend/${canaries.next()}/configuration/connections`,
      `${tenant.base}/projects/${canaries.next()}/connections`,
      `${tenant.base}/connection-types/${canaries.next()}`,
      `/api/%zz/${canaries.next()}`,
      `/${canaries.next()}${'a'.repeat(700)}`,
    ]) {
      const answer = await caller.call('GET', path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    const basic = Buffer.from(`user:${canaries.next()}`).toString('base64');
    const attempts: Record<string, string>[] = [
      { authorization: `Bearer ${canaries.next()}` },
      { authorization: `Basic ${basic}` },
      { authorization: `ApiKey pb_1-1_${canaries.next()}` },
      { 'x-api-key': canaries.next() },
      { 'x-tlm-key': `pb_1-1_${canaries.next().padEnd(43, 'A').slice(0, 43)}` },
      { cookie: `session=${canaries.next()}` },
      { 'x-request-id': `${canaries.next()}!` },
    ];
    for (const headers of attempts) await caller.call('GET', list, { token: '', headers });
    await caller.call('PUT', `${list}/1`, { body: {}, headers: { 'if-match': canaries.next() } });
  });

  it('may be a key or a token that works', async () => {
    const token = userToken({ tenant: tenant.slug, role: 'editor' });
    for (const [what, jwt] of Object.entries({ admin: tenant.admin, editor: token }))
      canaries.watch(`the signature of the token of the ${what}`, jwt.split('.')[2]!);
    canaries.watch('the platform’s key', PLATFORM_KEY);
    await caller.call('GET', '/api/auth/me', { token });
    await caller.call('GET', '/api/platform/tenants', { token: PLATFORM_KEY });

    // The two answers that show a new key are the ones that may.
    const showing = new Caller(test, tenant.admin);
    const accounts = `${tenant.base}/service-accounts`;
    const made = await showing.call('POST', accounts, { body: { name: name(), role: 'viewer' } });
    const rotate = `${accounts}/${idOf(made)}/rotate`;
    const rotated = await showing.call('POST', rotate, { body: { overlap_seconds: 60 } });
    for (const answer of [made, rotated]) {
      const key = answer.json['api_key'] as string;
      canaries.watch('an API key', key.split('_').slice(2).join('_'));
      for (const path of ['/api/auth/me', `${tenant.base}/connections`, '/nowhere'])
        await caller.call('GET', path, { token: key });
    }
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: String(idOf(made)),
      client_secret: rotated.json['api_key'] as string,
    });
    const contentType = 'application/x-www-form-urlencoded';
    const ask = (asking: Caller, scope: string) =>
      asking.call('POST', '/api/auth/token', {
        token: '',
        body: `${form.toString()}&scope=${scope}`,
        contentType,
      });
    const issued = (await ask(showing, '')).json['access_token'] as string;
    canaries.watch('the signature of a token of ours', issued.split('.')[2]!);
    for (const path of ['/api/auth/me', `${tenant.base}/connections`, '/nowhere'])
      await caller.call('GET', path, { token: issued });
    expect((await ask(caller, canaries.next())).status).toBe(400);
    form.set('client_secret', canaries.next());
    expect((await ask(caller, '')).status).toBe(401);
    form.set('grant_type', canaries.next());
    expect((await ask(caller, '')).status).toBe(400);
    await caller.call('GET', accounts);
    showing.close();
  });

  it(
    'is nowhere afterwards',
    async () => {
      for (const path of [
        ...[
          ...['connections', 'credentials', 'projects', 'service-accounts', 'connection-types', 'leases'],
          ...[
            'identity-providers',
            'ssh-known-hosts',
            'settings',
            'usage',
            'jobs',
            'connections?deleted=true',
          ],
        ].map((resource) => `${tenant.base}/${resource}`),
        `${tenant.base}/audit-events?limit=1000`,
        '/metrics',
        '/openapi.json',
        '/health/live',
        '/health/ready',
        '/docs',
      ])
        await caller.call('GET', path);
      expect(canaries.made).toBeGreaterThan(800);
      expect(await traces()).toEqual([]);
    },
    MANY_REQUESTS_MS,
  );
});
