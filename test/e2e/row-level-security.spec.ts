import pg from 'pg';
import { TenantDatabase, tooStrongRole } from '#platform/database';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { testDatabases, withClient } from '../support/databases.js';
import { sample } from '../support/layer.js';
import { type PopulatedTenant, createPopulatedTenant } from '../support/populate.js';
import { fillEmptyTables, tenantTables } from '../support/tenant-tables.js';

const TABLES = await tenantTables();
const REFUSED = '42501';
const SETTING = 'patchbay.tenant_id';

let test: TestApp;
let a: PopulatedTenant;
let b: PopulatedTenant;
beforeAll(async () => {
  test = await startTestApp();
  [a, b] = await Promise.all([createPopulatedTenant(test), createPopulatedTenant(test)]);
  for (const { id } of [a, b]) await fillEmptyTables(id);
});
afterAll(() => test.close());

/** Runs statements as the serving role in a transaction that is rolled back, with or without a tenant. */
async function asApp<T>(tenantId: number | null, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return withClient('app', async (client) => {
    await client.query('begin');
    if (tenantId !== null) await client.query(`set local ${SETTING} = '${tenantId}'`);
    return work(client);
  });
}

/** What a statement did: how many rows it touched, or the SQLSTATE of its refusal. */
async function effect(client: pg.ClientBase, text: string, values: unknown[] = []): Promise<number | string> {
  await client.query('savepoint before');
  try {
    const { rowCount } = await client.query(text, values);
    return rowCount ?? 0;
  } catch (error) {
    await client.query('rollback to savepoint before');
    return (error as { code: string }).code;
  }
}

const countOf = async (client: pg.ClientBase, table: string, where = 'true'): Promise<number> =>
  Number((await client.query(`select count(*) from ${table} where ${where}`)).rows[0].count);

describe('the tables of tenants', () => {
  it('are those that are known', () => {
    expect(TABLES.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['audit_events', 'connections', 'credential_versions', 'data_keys']),
    );
  });

  it.each(TABLES)(
    '$table enforces row-level security, on its owner too, by one policy',
    async ({ table }) => {
      await withClient('superuser', async (client) => {
        const flags = await client.query(
          'select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass',
          [table],
        );
        expect(flags.rows).toEqual([{ relrowsecurity: true, relforcerowsecurity: true }]);
        const policies = await client.query(
          'select permissive, roles::text, cmd, qual, with_check from pg_policies where tablename = $1',
          [table],
        );
        const [policy, ...others] = policies.rows;
        expect(others).toEqual([]);
        expect(policy).toMatchObject({ permissive: 'PERMISSIVE', roles: '{public}', cmd: 'ALL' });
        expect(policy.qual).toMatch(/^\(tenant_id = .*current_setting\('patchbay\.tenant_id'/);
        expect(policy.with_check).toBe(policy.qual);
      });
    },
  );
});

describe.each(sample(TABLES, 3))('the serving role, in $table', ({ table, columns }) => {
  /** Adds a copy of the other tenant's row as it is, and as a row of the own tenant. */
  const insertCopy = `insert into ${table} (${columns.join(', ')})
    select ${columns.join(', ')} from jsonb_populate_record(null::${table}, $1::jsonb)`;

  const rowOfB = async (): Promise<object> =>
    withClient('superuser', async (client) => {
      const { rows } = await client.query(
        `select to_jsonb(t) as row from ${table} t where tenant_id = $1 limit 1`,
        [b.id],
      );
      expect(rows).toHaveLength(1);
      return rows[0].row as object;
    });

  it('touches nothing without a tenant', async () => {
    const copy = await rowOfB();
    await asApp(null, async (client) => {
      expect(await countOf(client, table)).toBe(0);
      expect([0, REFUSED]).toContain(await effect(client, `update ${table} set tenant_id = tenant_id`));
      expect([0, REFUSED]).toContain(await effect(client, `delete from ${table}`));
      expect(await effect(client, insertCopy, [copy])).toBe(REFUSED);
    });
  });

  it('reads the rows of its tenant and no others', async () => {
    const own = await withClient('superuser', (client) => countOf(client, table, `tenant_id = ${a.id}`));
    expect(own).toBeGreaterThan(0);
    await asApp(a.id, async (client) => {
      expect(await countOf(client, table)).toBe(own);
      expect(await countOf(client, table, `tenant_id = ${b.id}`)).toBe(0);
    });
  });

  it('neither adds, changes, deletes nor moves rows of another tenant', async () => {
    const copy = await rowOfB();
    await asApp(a.id, async (client) => {
      const there = `where tenant_id = ${b.id}`;
      expect([0, REFUSED]).toContain(
        await effect(client, `update ${table} set tenant_id = ${a.id} ${there}`),
      );
      expect([0, REFUSED]).toContain(await effect(client, `delete from ${table} ${there}`));
      expect(await effect(client, insertCopy, [copy])).toBe(REFUSED);
      expect(await effect(client, `update ${table} set tenant_id = ${b.id}`)).toBe(REFUSED);
      expect(await effect(client, `truncate ${table}`)).toBe(REFUSED);
    });
  });

  it('cannot turn its rules off', async () => {
    await asApp(a.id, async (client) => {
      for (const change of [
        'disable row level security',
        'no force row level security',
        'owner to current_user',
      ])
        expect(await effect(client, `alter table ${table} ${change}`)).toBe(REFUSED);
      expect(await effect(client, `drop policy ${table}_of_tenant on ${table}`)).toBe(REFUSED);
      expect(await effect(client, `create policy wide on ${table} using (true)`)).toBe(REFUSED);
    });
  });

  it('gives the owner no rows without a tenant', async () => {
    await withClient('owner', async (client) => {
      expect(await countOf(client, table)).toBe(0);
    });
  });
});

describe('audit events', () => {
  it('cannot be changed by the serving role', async () => {
    await asApp(a.id, async (client) => {
      expect(await effect(client, `update audit_events set actor = 'somebody else'`)).toBe(REFUSED);
    });
    await withClient('app', async (client) => {
      await client.query('begin');
      expect(await effect(client, 'update platform_audit_events set actor = actor')).toBe(REFUSED);
      expect(await effect(client, 'delete from platform_audit_events')).toBe(REFUSED);
    });
  });
});

describe('a pooled connection', () => {
  const state = `select pg_backend_pid() as pid, current_setting('${SETTING}', true) as tenant,
    (select count(*) from connections)::int as seen`;

  it('has no tenant after the transaction that set one, committed, failed or reset', async () => {
    const pool = new pg.Pool({ ...testDatabases().app, max: 1 });
    try {
      const fresh = (await pool.query(state)).rows[0];
      expect(fresh).toMatchObject({ tenant: null, seen: 0 });
      for (const end of ['commit', 'rollback', 'select 1/0', 'reset']) {
        const client = await pool.connect();
        await client.query('begin');
        await client.query(`set local ${SETTING} = '${a.id}'`);
        expect((await client.query(state)).rows[0]).toMatchObject({ tenant: String(a.id), seen: 1 });
        if (end === 'reset') {
          await client.query(`reset ${SETTING}`);
          expect((await client.query(state)).rows[0]).toMatchObject({ seen: 0 });
        }
        if (end === 'select 1/0') await expect(client.query(end)).rejects.toMatchObject({ code: '22012' });
        await client.query(end === 'commit' ? 'commit' : 'rollback');
        client.release();
        const later = (await pool.query(state)).rows[0];
        expect(later.pid).toBe(fresh.pid);
        expect([null, '']).toContain(later.tenant);
        expect(later.seen).toBe(0);
      }
    } finally {
      await pool.end();
    }
  });

  it.each(["''", 'default', "'0'", `'-1'`])('sees nothing when the tenant is %s', async (value) => {
    await asApp(null, async (client) => {
      await client.query(`set local ${SETTING} = ${value}`);
      expect(await countOf(client, 'connections')).toBe(0);
    });
  });

  it.each([`'1 or true'`, `'x'`, `'1, 2'`])(
    'refuses every statement when the tenant is %s',
    async (value) => {
      await asApp(null, async (client) => {
        await client.query(`set local ${SETTING} = ${value}`);
        expect(await effect(client, 'select * from connections')).toBe('22P02');
      });
    },
  );

  it('of the application itself is as good as new for the next request', async () => {
    const config = { corsOrigins: [], dbPool: 2, metricsToken: undefined, rateLimitPerMinute: 0 };
    const single = await startTestApp({ config: { ...config, trustedProxies: [] } });
    try {
      const database = single.app.get(TenantDatabase);
      const count = async () =>
        database.statement<{ seen: number; pid: number }>({ name: 'state', text: state, values: [] });
      const http = single.http();
      const bearerOfA = { authorization: `Bearer ${a.admin}` };
      await http.get(`${a.base}/connections/${a.connectionId}`).set(bearerOfA).expect(200);
      const [before] = await count();
      for (const tenant of [a, b]) {
        const auth = { authorization: `Bearer ${tenant.admin}` };
        const one = `${tenant.base}/connections/${tenant.connectionId}`;
        await http.get(one).set(auth).expect(200);
        await http
          .put(one)
          .set(auth)
          .send({ name: unique('renamed') })
          .expect(200);
        await http.put(one).set(auth).send({ name: '' }).expect(422);
        expect(await count()).toEqual([{ pid: before!.pid, tenant: '', seen: 0 }]);
      }
    } finally {
      await single.close();
    }
  });

  it('serves two tenants at once and mixes nothing up', async () => {
    const http = test.http();
    const asked = Array.from({ length: 300 }, async (_, index) => {
      const [own, other] = index % 2 ? [a, b] : [b, a];
      const get = (path: string) =>
        http.get(`${own.base}/${path}`).set({ authorization: `Bearer ${own.admin}` });
      switch (index % 5) {
        case 0:
          await get(`connections/${other.connectionId}`).expect(404);
          break;
        case 1:
          await get('connections?cursor=nonsense').expect(400);
          break;
        case 2: {
          const { body } = await get('connections').expect(200);
          expect((body as { id: number }[]).map(({ id }) => id)).toEqual([own.connectionId]);
          break;
        }
        default: {
          const { body } = await get(`connections/${own.connectionId}`).expect(200);
          expect(body).toMatchObject({ id: own.connectionId, project_id: own.projectId });
        }
      }
    });
    await Promise.all(asked);
  });
});

describe('the worker’s role', () => {
  it.each(sample(TABLES, 3))('touches nothing in $table without a tenant', async ({ table }) => {
    await withClient('worker', async (client) => {
      await client.query('begin');
      for (const statement of ['select 1 from', 'delete from', 'truncate'])
        expect([0, REFUSED]).toContain(await effect(client, `${statement} ${table}`));
      expect([0, REFUSED]).toContain(await effect(client, `update ${table} set tenant_id = tenant_id`));
    });
  });

  it.each(['connections', 'connection_secrets', 'credentials', 'credential_versions'])(
    'reads in %s what is of the tenant whose job it does, and makes and changes nothing of it',
    async (table) => {
      await withClient('worker', async (client) => {
        await client.query(`begin; set local ${SETTING} = '${a.id}'`);
        expect(await countOf(client, table, `tenant_id <> ${a.id}`)).toBe(0);
        expect(await countOf(client, table)).toBeGreaterThan(0);
        for (const statement of [
          `insert into ${table} (tenant_id) values (${a.id})`,
          `update ${table} set created_by = 'somebody else'`,
        ])
          expect(await effect(client, statement)).toBe(REFUSED);
      });
    },
  );

  it('gives no ticket for a job of a tenant that is not set', async () => {
    for (const role of ['app', 'worker'] as const) {
      await withClient(role, async (client) => {
        await client.query('begin');
        expect(await effect(client, `select patchbay_enqueue(1, '', now())`)).toBe(REFUSED);
      });
    }
    await withClient('app', async (client) => {
      await client.query('begin');
      expect(await effect(client, 'select 1 from job_tickets')).toBe(REFUSED);
    });
  });
});

describe.each(['app', 'worker'] as const)('the role of the %s', (name) => {
  it('has no attribute that breaks the rules, and owns nothing', async () => {
    await withClient('superuser', async (client) => {
      const { user } = testDatabases()[name];
      const attributes = await client.query(
        'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = $1',
        [user],
      );
      expect(Object.values(attributes.rows[0])).toEqual([false, false, false, false, false]);
      const owned = await client.query(
        `select relname from pg_class where pg_has_role($1, relowner, 'member')
           or has_schema_privilege($1, 'public', 'create')`,
        [user],
      );
      expect(owned.rows).toEqual([]);
    });
  });

  it('is offered no view, which would read with the rights of its owner', async () => {
    await withClient('superuser', async (client) => {
      const views = await client.query(
        `select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace`,
      );
      expect(views.rows).toEqual([]);
    });
  });
});

describe('the check of the serving role at start', () => {
  const { owner, superuser } = testDatabases();
  const verdict = (client: pg.ClientBase) =>
    tooStrongRole({ query: async <Row>(text: string) => (await client.query(text)).rows as Row[] });

  it('admits the serving role, and neither the superuser nor the owner', async () => {
    expect(await withClient('app', verdict)).toBeNull();
    expect(await withClient('superuser', verdict)).toBe('its role is a superuser');
    expect(await withClient('owner', verdict)).toBe('its role owns the tables');
  });

  it.each([
    ['bypasses row-level security', 'bypassrls', '', 'its role bypasses row-level security'],
    ['is a member of the owner', '', `grant ${owner.user} to %`, 'its role owns the tables'],
    [
      'may become the owner by set role alone',
      'noinherit',
      `grant ${owner.user} to % with inherit false`,
      'its role owns the tables',
    ],
    ['may become a superuser', 'noinherit', `grant ${superuser.user} to %`, 'its role is a superuser'],
    ['is a member of nothing', '', '', null],
  ])('judges a role that %s', async (_what, attributes, grant, expected) => {
    const role = unique('role').replace('-', '_');
    await withClient('superuser', async (client) => {
      await client.query(`create role ${role} ${attributes}`);
      try {
        if (grant) await client.query(grant.replace('%', role));
        await client.query(`set role ${role}`);
        expect(await verdict(client)).toBe(expected);
      } finally {
        await client.query('reset role');
        await client.query(`drop owned by ${role}`);
        await client.query(`drop role ${role}`);
      }
    });
  });
});
