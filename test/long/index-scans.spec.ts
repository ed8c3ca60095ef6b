import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { LeaseClient } from '../support/leases.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

/**
 * Where scans of whole tables are made so dear that only a statement without an index would use one, none of
 * the statements behind these requests does: row-level security keeps no index from being used.
 */
describe('the requests of every day, with scans of whole tables switched off', () => {
  let database: OwnDatabase;
  let test: TestApp;
  let tenant: TestTenant;
  let project: number;
  let before: Awaited<ReturnType<typeof scans>>;

  beforeAll(async () => {
    database = await useOwnDatabase();
    await withClient('superuser', async (client) => {
      const { rows } = await client.query<{ name: string }>('select current_database() as name');
      await client.query(`alter database "${rows[0]!.name}" set enable_seqscan = off`);
    });
    before = await scans();
    test = await startTestApp();
    tenant = await createTenant(test);
    project = await createProject(test, tenant);
  }, 60_000);
  afterAll(() => database.drop());

  const send = (method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object) =>
    test
      .http()
      [method](`${tenant.base}${path}`)
      .set('authorization', `Bearer ${tenant.admin}`)
      .send(body)
      .expect((answer) => {
        if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      });
  it('go by indexes alone', async () => {
    const leases = new LeaseClient(test, tenant);
    const { key } = await leases.resolver();
    for (const place of ['', `/projects/${project}`]) {
      const { body: made } = await send('post', `${place}/connections`, redshift());
      const one = `${place}/connections/${(made as { id: number }).id}`;
      await send('get', one);
      await send('put', one, { name: unique('changed') });
      await send('put', one, { credential: { type: 'SIMPLE', payload: { username: 'u', password: 'new' } } });
      await send('get', `${one}/versions`);
      await send('get', `${one}/tables`);
      await send('get', `${one}/checks`);
      await leases.lease((made as { id: number }).id, key).expect(201);
      for (const sort of ['id', 'name', '-created_at']) {
        await send('get', `${place}/connections?sort=${sort}&limit=1`);
        await send('get', `${place}/connections?sort=${sort}&type=REDSHIFT&name=none`);
      }
      await send('get', `${place}/connections?deleted=true`);
      await send('get', `${place}/credentials`);
      await send('get', `${place}/jobs`);
      await send('get', `${place}/files`);
      await send('delete', one);
      await send('post', `${one}/restore`);
    }
    await send('get', `/projects/${project}/connections?include=global`);
    await send('get', '/audit-events?limit=10');
    await send('get', '/leases');
    await test.http().get('/api/platform/tenants').set('authorization', `Bearer ${PLATFORM_KEY}`).expect(200);
    // A backend tells what it counted at its end.
    await test.close();
    const after = await scans();
    const whole = [...after].filter(([name, { whole }]) => whole > (before.get(name)?.whole ?? 0));
    expect(whole).toEqual([]);
    // The counts were told: the requests did read.
    expect(after.get('connections')!.index).toBeGreaterThan(before.get('connections')!.index);
  }, 60_000);
});

/** What was counted of the tables of tenants, once nobody else is connected. */
async function scans() {
  return withClient('superuser', async (client) => {
    const others = `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
    while ((await client.query(others)).rowCount) await new Promise((resolve) => setTimeout(resolve, 20));
    const { rows } = await client.query<{ name: string; whole: number; index: number }>(
      `select s.relname as name, seq_scan::int as whole, coalesce(idx_scan, 0)::int as index
       from pg_stat_user_tables s join pg_class c on c.oid = s.relid where c.relrowsecurity`,
    );
    return new Map(rows.map(({ name, whole, index }) => [name, { whole, index }]));
  });
}
