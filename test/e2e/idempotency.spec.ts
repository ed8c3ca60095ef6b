import type { AddressInfo } from 'node:net';
import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import {
  type AuthorizationWorld,
  addressOf,
  createWorld,
  isBeneathProject,
  RequestPlace,
} from '../support/authorization-world.js';
import { bearer } from '../support/bearer.js';
import { withClient } from '../support/databases.js';
import { sample } from '../support/layer.js';
import { asWorker } from '../support/maintenance.js';
import { nativeClient } from '../support/native-client.js';
import { ROUTE_EXPECTATIONS } from '../support/route-expectations.js';
import { type TestTenant, createTenant, redshift } from '../support/tenant.js';
import { userToken } from '../support/tokens.js';

const POSTS = ROUTE_EXPECTATIONS.filter(({ route }) => route.startsWith('POST ')).map(
  (row) => [row.route, row] as const,
);

/** One answer, as it came over the wire. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

describe('a request with an Idempotency-Key', () => {
  let test: TestApp;
  /** Another instance on the same database. */
  let second: TestApp;
  let tenant: TestTenant;
  beforeAll(async () => {
    [test, second] = [await startTestApp(), await startTestApp()];
  });
  afterAll(async () => {
    await test.close();
    await second.close();
  });
  beforeEach(async () => {
    tenant = await createTenant(test);
  });

  async function post(
    path: string,
    key: string,
    body: object,
    { at = test, token = tenant.admin, headers = {} } = {},
  ): Promise<Answer> {
    const { port } = at.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: {
        ...bearer(token),
        'content-type': 'application/json',
        'idempotency-key': key,
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }
  const create = (key: string, body: object = redshift(), more = {}) =>
    post(`${tenant.base}/connections`, key, body, more);
  const replayed = ({ headers }: Answer) => headers.get('idempotency-replayed');
  const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code: string }).code;
  const count = async () => (await nativeClient(test, tenant).get('/connections').expect(200)).body.length;

  describe('is answered the same again', () => {
    let world: AuthorizationWorld;
    beforeAll(async () => {
      world = await createWorld(test);
    });

    it.each(sample(POSTS, 5, 2))('%s', async (route, row) => {
      const declared = test.app
        .get(RouteTable)
        .routes.find(({ method, path }) => `${method} ${path}` === route)!.idempotency!;
      if (declared.kind === 'none') return expect(declared.reason).toMatch(/\.$/);
      // A failure is not kept.
      if (row.status >= 300) return expect(row.events).toEqual([]);
      const home = world.own;
      const place = new RequestPlace(test, home, isBeneathProject(route));
      const request = (await row.request?.(place)) ?? {};
      const [, path] = route.split(' ') as [string, string];
      const url = addressOf(path, home, request);
      const [role] = row.roles as readonly string[];
      const token = role === 'platform_admin' ? PLATFORM_KEY : home.tenant.token(role!);
      const key = unique('key');
      const body = request.body ?? {};
      const first = await post(url, key, body, { token });
      const again = await post(url, key, body, { token, at: second });
      expect([first.status, again.status]).toEqual([row.status, row.status]);
      expect([replayed(first), replayed(again)]).toEqual([null, 'true']);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      const shown = JSON.parse(first.text) as object;
      const known = 'api_key' in shown ? { ...shown, api_key: null } : shown;
      expect(JSON.parse(again.text)).toEqual(declared.kind === 'secret' ? known : shown);
      return undefined;
    });
  });

  it('happens once, however often it comes at the same time and to which instance', async () => {
    const [key, body] = [unique('key'), redshift()];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => create(key, body, { at: n % 2 === 0 ? test : second })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('with another body, or to another route, is refused', async () => {
    const [key, body] = [unique('key'), redshift()];
    expect((await create(key, body)).status).toBe(201);
    for (const answer of [
      await create(key, redshift()),
      await create(key, {
        ...body,
        credential: { type: 'SIMPLE', payload: { username: 'u', password: 'q' } },
      }),
      await post(`${tenant.base}/projects`, key, { name: 'p' }),
      await post(`${tenant.base}/connections?test=false`, key, body),
    ]) {
      expect(answer.status).toBe(422);
      expect(codeOf(answer)).toBe('idempotency_key_reused');
    }
    expect(await count()).toBe(1);
  });

  it('is the same request whatever the order of its members', async () => {
    const key = unique('key');
    const { name, type, ...rest } = redshift();
    await create(key, { name, type, ...rest });
    expect(replayed(await create(key, { ...rest, type, name }))).toBe('true');
  });

  it('belongs to its caller alone', async () => {
    const [key, body] = [unique('key'), redshift()];
    await create(key, body);
    const colleague = userToken(
      { tenant: tenant.slug, role: 'tenant_admin' },
      { options: { subject: unique('sub') } },
    );
    expect((await create(key, body, { token: colleague })).status).toBe(409);
    const stranger = await createTenant(test);
    const elsewhere = await post(`${stranger.base}/connections`, key, body, { token: stranger.admin });
    expect([elsewhere.status, replayed(elsewhere)]).toEqual([201, null]);
  });

  it('that failed is not kept', async () => {
    const key = unique('key');
    expect((await create(key, {})).status).toBe(422);
    const answer = await create(key);
    expect([answer.status, replayed(answer)]).toEqual([201, null]);
  });

  it('is authorised anew', async () => {
    const [key, body] = [unique('key'), redshift()];
    await create(key, body);
    expect((await create(key, body, { token: tenant.token('viewer') })).status).toBe(403);
  });

  it('shows an API key once, and none of an account that is gone', async () => {
    const [key, body] = [unique('key'), { name: unique('robot'), role: 'viewer' }];
    const path = `${tenant.base}/service-accounts`;
    const first = JSON.parse((await post(path, key, body)).text) as { id: number; api_key: string };
    const again = await post(path, key, body);
    expect(JSON.parse(again.text)).toEqual({ ...first, api_key: null });
    const stored = await withClient('superuser', (client) =>
      client.query('select k::text from idempotency_keys k where key = $1', [key]),
    );
    expect(stored.rows).toHaveLength(1);
    expect(JSON.stringify(stored.rows)).not.toContain(first.api_key.slice(-20));
    await nativeClient(test, tenant).delete(`/service-accounts/${first.id}`).expect(200);
    expect((await post(path, key, body)).status).toBe(404);
  });

  it('waits for the one before it, and gives up where that takes too long', async () => {
    const [key, body] = [unique('key'), redshift()];
    await withClient('superuser', async (client) => {
      await client.query('begin');
      await client.query(
        `insert into idempotency_keys (tenant_id, principal, key, fingerprint)
         select id, 'user/' || $2, $3, '' from tenants where slug = $1`,
        [tenant.slug, subjectOf(tenant.admin), key],
      );
      const late = await create(key, body);
      expect([late.status, codeOf(late)]).toEqual([409, 'idempotency_in_flight']);
      expect(late.headers.get('retry-after')).toBe('1');
      const waiting = create(key, body, { at: second });
      await client.query('rollback');
      expect((await waiting).status).toBe(201);
    });
    expect(await count()).toBe(1);
  }, 20_000);

  it('means something new after a day', async () => {
    const [key, body] = [unique('key'), { name: unique('p') }];
    const path = `${tenant.base}/projects`;
    await post(path, key, body);
    await withClient('superuser', (client) =>
      client.query(`update idempotency_keys set created_at = now() - interval '25 hours' where key = $1`, [
        key,
      ]),
    );
    expect((await post(path, key, body)).status).toBe(409);
    const answer = await post(path, key, { name: unique('p') });
    expect([answer.status, replayed(answer)]).toEqual([201, null]);
  });

  it('is forgotten after a day by the worker, and not before', async () => {
    const [old, young] = [unique('key'), unique('key')];
    for (const key of [old, young]) await create(key);
    const keys = await withClient('superuser', async (client) => {
      await client.query(
        `update idempotency_keys set created_at = now() - interval '25 hours' where key = $1`,
        [old],
      );
      await asWorker(test, (maintenance) => maintenance.purgeIdempotencyKeys());
      const { rows } = await client.query('select key from idempotency_keys where key = any($1)', [
        [old, young],
      ]);
      return rows as { key: string }[];
    });
    expect(keys).toEqual([{ key: young }]);
  });

  it('is kept with the effect, and with nothing that was undone', async () => {
    const [key, body] = [unique('key'), redshift()];
    await withClient('superuser', async (client) => {
      await client.query(`create function refuse_key() returns trigger language plpgsql as
        $$ begin if new.key = '${key}' then raise exception 'refused'; end if; return new; end $$`);
      await client.query(
        'create trigger refuse_key before update on idempotency_keys for each row execute function refuse_key()',
      );
    });
    try {
      expect((await create(key, body)).status).toBe(500);
      expect(await count()).toBe(0);
    } finally {
      await withClient('superuser', async (client) => {
        await client.query('drop trigger refuse_key on idempotency_keys');
        await client.query('drop function refuse_key');
      });
    }
    expect((await create(key, body)).status).toBe(201);
  });

  it('may have quotes around its key', async () => {
    const [key, body] = [unique('key'), redshift()];
    await create(`"${key}"`, body);
    expect(replayed(await create(key, body))).toBe('true');
  });

  it.each(['', '""', 'k'.repeat(256), 'clé'])('with %j for a key is malformed', async (key) => {
    const answer = await create(key);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'idempotency_key_malformed']);
  });

  it('that is no POST may have a key too: it means nothing', async () => {
    const { id } = JSON.parse((await create(unique('key'))).text) as { id: number };
    const put = nativeClient(test, tenant).put(`/connections/${id}`, { name: 'n' });
    await put.set('idempotency-key', 'x'.repeat(300)).expect(200);
  });
});

function subjectOf(token: string): string {
  const [, claims] = token.split('.');
  return (JSON.parse(Buffer.from(claims!, 'base64url').toString()) as { sub: string }).sub;
}
