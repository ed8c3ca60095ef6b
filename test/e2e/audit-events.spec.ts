import { loadConnectors } from '#connectors';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { fullConnection } from '../support/full-connection.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';
import { userToken } from '../support/tokens.js';

const CONNECTORS = (await loadConnectors()).list();

interface Event {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly actor_kind: string;
  readonly action: string;
  readonly entity: string;
  readonly entity_id: string;
  readonly project_id: number | null;
  readonly before: object | null;
  readonly after: object | null;
  readonly request_id: string;
}

describe('the audit trail', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  let project: number;
  let home: string;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    admin = nativeClient(test, tenant);
    project = await createProject(test, tenant);
    home = `/projects/${project}`;
  });

  const events = async (query = '') => (await admin.get(`/audit-events${query}`).expect(200)).body as Event[];
  const simple = (name = unique('cred')) => ({
    name,
    type: 'SIMPLE',
    payload: { username: 'u', password: 'c4n4ry-shared' },
  });
  type View = Record<string, unknown> & { readonly id: number };
  const made = async (path: string, body: object) => (await admin.post(path, body).expect(201)).body as View;

  it('is protected', async () => {
    await test.http().get(`${tenant.base}/audit-events`).expect(401);
  });

  it.each(['viewer', 'operator', 'editor', 'resolver'])('is not for a %s', async (role) => {
    await nativeClient(test, tenant, tenant.token(role)).get('/audit-events').expect(403);
  });

  it('is not for another tenant’s administrator', async () => {
    const stranger = await createTenant(test);
    await nativeClient(test, tenant, stranger.admin).get('/audit-events').expect(404);
    const theirs = (await nativeClient(test, stranger).get('/audit-events').expect(200)).body as Event[];
    expect(theirs.filter((event) => event.entity === 'project')).toEqual([]);
  });

  /** Every write: how it is prepared, the write itself, and what it is called. */
  const WRITES: Record<
    string,
    () => Promise<{ write: () => ReturnType<NativeClient['put']>; before?: View }>
  > = {
    'connection.create': async () => ({ write: () => admin.post(`${home}/connections`, redshift()) }),
    'connection.update': async () => {
      const before = await made(`${home}/connections`, redshift());
      return { before, write: () => admin.put(`/connections/${before.id}`, { name: unique('n') }) };
    },
    'connection.delete': async () => {
      const before = await made(`${home}/connections`, redshift());
      return { before, write: () => admin.delete(`/connections/${before.id}`) };
    },
    'connection.move': async () => {
      const before = await made(`${home}/connections`, redshift());
      return { before, write: () => admin.post(`/connections/${before.id}/move`, { project_id: null }) };
    },
    'credential.create': async () => ({ write: () => admin.post(`${home}/credentials`, simple()) }),
    'credential.update': async () => {
      const before = await made(`${home}/credentials`, simple());
      const payload = { username: 'u', password: 'c4n4ry-renewed' };
      return { before, write: () => admin.put(`/credentials/${before.id}`, { payload }) };
    },
    'credential.delete': async () => {
      const before = await made(`${home}/credentials`, simple());
      return { before, write: () => admin.delete(`/credentials/${before.id}`) };
    },
    'project.create': async () => ({ write: () => admin.post('/projects', { name: unique('p') }) }),
    'project.update': async () => {
      const before = await made('/projects', { name: unique('p') });
      return { before, write: () => admin.put(`/projects/${before.id}`, { name: unique('p') }) };
    },
    'project.delete': async () => {
      const before = await made('/projects', { name: unique('p') });
      return { before, write: () => admin.delete(`/projects/${before.id}`) };
    },
  };

  /** What an event of a deletion says beyond what was: how long it can be taken back, and what went along. */
  const OF_DELETION: Record<string, { before?: object; after?: unknown }> = {
    'connection.delete': { after: { purge_at: expect.stringMatching(/^\d{4}-.+Z$/) } },
    'project.delete': { before: { erased_connections: 0 } },
  };

  it.each(Object.entries(WRITES))(
    'has one row for %s, with what was and what is',
    async (action, prepare) => {
      const { write, before } = await prepare();
      const known = new Set((await events()).map((event) => event.id));
      const requestId = unique('request');
      const answer = await write().set('x-request-id', requestId);
      expect(answer.status).toBeLessThan(300);
      const added = (await events()).filter((event) => !known.has(event.id));
      const deleted = action.endsWith('.delete');
      const view = deleted ? null : (answer.body as View);
      expect(added).toEqual([
        {
          id: expect.any(Number),
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          actor: `tenant_admin@${tenant.slug}.test`,
          actor_kind: 'user',
          actor_id: 'user-tenant_admin',
          action,
          entity: action.split('.')[0],
          entity_id: String(view?.id ?? before?.id),
          project_id: projectOf(action, view ?? before!),
          before: before ? { ...before, ...OF_DELETION[action]?.before } : null,
          after: OF_DELETION[action]?.after ?? view,
          request_id: requestId,
          sequence: known.size + 1,
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ]);
      expect(JSON.stringify(added)).not.toContain('c4n4ry');
    },
  );

  function projectOf(action: string, view: View): unknown {
    if (action.startsWith('project.')) return view.id;
    return view['project_id'] === 0 ? null : view['project_id'];
  }

  it.each([
    ['connections', 'connection.create'],
    ['credentials', 'credential.create'],
  ])('is written in the transaction of the write itself: %s', async (table, action) => {
    const body = table === 'connections' ? redshift() : simple();
    const { id } = await made(`${home}/${table}`, body);
    const transactions = await withClient('superuser', async (client) => {
      const rows = await client.query<{ row: string; event: string }>(
        `select t.xmin as row, e.xmin as event
         from ${table} t join audit_events e on e.tenant_id = t.tenant_id and e.entity_id = t.id::text
         where t.id = $1 and e.action = $2 and t.tenant_id = (select id from tenants where slug = $3)`,
        [id, action, tenant.slug],
      );
      return rows.rows;
    });
    expect(transactions).toHaveLength(1);
    expect(transactions[0]!.row).toBe(transactions[0]!.event);
  });

  it('has no row for a write that fails or changes nothing', async () => {
    const connection = await made(`${home}/connections`, redshift('Taken'));
    const other = await made(`${home}/connections`, {
      ...redshift('Other'),
      payload: { host: 'h.example.com' },
    });
    const credential = await made(`${home}/credentials`, simple('Taken'));
    const body = { ...redshift(), payload: { host: 'h.example.com' }, credential: { id: credential.id } };
    await made(`${home}/connections`, body);
    const known = await events();
    const editor = nativeClient(test, tenant, tenant.token('editor', [project]));
    const expected: [call: ReturnType<NativeClient['put']>, status: number][] = [
      [admin.post(`${home}/connections`, redshift('TAKEN')), 409],
      [admin.post(`${home}/connections`, { ...redshift(), payload: {} }), 422],
      [admin.post('/projects/9000000/connections', redshift()), 404],
      [editor.post('/connections', redshift()), 403],
      [editor.post(`${home}/connections`, { ...body, payload: { host: 'evil.example.com' } }), 422],
      [admin.put(`/connections/${other.id}`, { name: 'taken' }), 409],
      [admin.put(`/connections/${other.id}`, { payload: { host: 'evil.example.com' } }), 422],
      [admin.put(`/connections/${other.id}`, { name: 'x' }).set('if-match', '"9"'), 412],
      [admin.put(`/connections/${other.id}`, other), 200],
      [admin.put(`/connections/${other.id}`, { credential: redshift().credential }), 200],
      [admin.delete('/connections/9000000000'), 404],
      [admin.post(`/connections/${connection.id}/move`, { project_id: 9_000_000 }), 404],
      [admin.post(`/connections/${connection.id}/move`, { project_id: project }), 200],
      [admin.post(`${home}/credentials`, simple('taken')), 409],
      [admin.put(`/credentials/${credential.id}`, simple().payload), 422],
      [admin.put(`/credentials/${credential.id}`, { payload: simple().payload }), 200],
      [admin.delete(`/credentials/${credential.id}`), 409],
      [admin.post('/projects', { name: 'not a name' }), 422],
      [admin.delete(home), 409],
    ];
    for (const [call, status] of expected) expect((await call).status).toBe(status);
    expect(await events()).toEqual(known);
  });

  it('holds no secret of any type, whatever is written', async () => {
    for (const connector of CONNECTORS) {
      const body = fullConnection(connector, unique('c'));
      const { id } = await made(`${home}/connections`, body);
      await admin.put(`/connections/${id}`, { name: unique('n'), credential: body.credential }).expect(200);
      await admin.post(`/connections/${id}/move`, { project_id: null }).expect(200);
      await admin.delete(`/connections/${id}`).expect(200);
    }
    const trail = JSON.stringify(await events());
    expect(trail).not.toMatch(/stored-|example-password|example-secret|example-token|BEGIN PRIVATE/);
    expect((await events('?entity=connection')).length).toBe(4 * CONNECTORS.length);
  });

  it('names a service account as actor', async () => {
    const account = await made('/service-accounts', { name: 'loader', role: 'editor' });
    const robot = nativeClient(test, tenant, account['api_key'] as string);
    await robot.post(`${home}/connections`, redshift()).expect(201);
    const [event] = await events();
    expect(event).toMatchObject({
      actor: `loader@${tenant.slug}`,
      actor_kind: 'service_account',
      actor_id: String(account.id),
    });
    expect(JSON.stringify(await events())).not.toContain(account['api_key'] as string);
  });

  describe('is listed', () => {
    beforeEach(async () => {
      const other = userToken({ tenant: tenant.slug, role: 'tenant_admin', email: 'other@x.test' });
      const { id } = await made(`${home}/connections`, redshift());
      await nativeClient(test, tenant, other).put(`/connections/${id}`, { name: 'x' }).expect(200);
      await made(`${home}/credentials`, simple());
      await admin.delete(`/connections/${id}`).expect(200);
    });

    it('newest first, by action, entity, its id, actor and time', async () => {
      const all = await events();
      expect(all.map((event) => event.action)).toEqual([
        'connection.delete',
        'credential.create',
        'connection.update',
        'connection.create',
        'project.create',
      ]);
      const [removed, , update] = all;
      expect(await events('?action=credential.create')).toEqual([all[1]]);
      expect(await events('?entity=connection')).toEqual([all[0], all[2], all[3]]);
      expect(await events(`?entity=connection&entity_id=${removed!.entity_id}`)).toHaveLength(3);
      expect(await events('?actor=other@x.test')).toEqual([update]);
      expect(await events(`?since=${update!.at}`)).toEqual(all.filter((event) => event.at >= update!.at));
      expect(await events(`?until=${update!.at}`)).toEqual(all.filter((event) => event.at < update!.at));
      expect(await events('?entity=connection&actor=nobody')).toEqual([]);
      expect(await events('?since=2000-01-01')).toEqual(all);
      expect(await events('?until=2000-01-01T00:00:00%2B02:00')).toEqual([]);
    });

    it('page by page, with a cursor that is bound to the filters and not to their order', async () => {
      const whole = await events('?entity=connection&since=2000-01-01');
      const first = await admin.get('/audit-events?entity=connection&since=2000-01-01&limit=1').expect(200);
      const link = new URL(/<([^>]+)>/.exec(first.headers['link'] as string)![1]!, 'http://x');
      const cursor = link.searchParams.get('cursor')!;
      const rest = await events(`?since=2000-01-01&entity=connection&cursor=${cursor}`);
      expect([...(first.body as Event[]), ...rest]).toEqual(whole);
      const stranger = nativeClient(test, await createTenant(test));
      for (const call of [
        admin.get(`/audit-events?cursor=${cursor}`),
        admin.get(`/audit-events?entity=credential&since=2000-01-01&cursor=${cursor}`),
        stranger.get(`/audit-events?entity=connection&since=2000-01-01&cursor=${cursor}`),
        admin.get(`/audit-events?entity=connection&since=2000-01-01&cursor=${cursor}A`),
        admin.get('/audit-events?cursor='),
      ]) {
        expect((await call.expect(400)).body.code).toBe('cursor_invalid');
      }
    });

    it.each([
      'limit=0',
      'limit=1001',
      'since=yesterday',
      'since=2025-W10-1',
      'since=2025-123',
      'since=2025-02-30',
      'until=',
      'until=2025-01-01T10',
      'actor=%00',
      'entity=a%00',
      'action=a&action=b',
      'order=asc',
    ])('not with ?%s', async (query) => {
      await admin.get(`/audit-events?${query}`).expect(400);
    });
  });
});
