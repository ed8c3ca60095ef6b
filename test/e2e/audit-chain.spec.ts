import { type TestApp, startTestApp, unique } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { type TestTenant, createTenant, redshift } from '../support/tenant.js';

const EVENTS = 6;

describe('the chain of audit events', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let tenantId: number;
  let admin: NativeClient;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    tenantId = await tenantIdOf(tenant.slug);
    admin = nativeClient(test, tenant);
  });

  const verify = async () => (await admin.get('/audit-events/verify').expect(200)).body;
  const write = async (count: number) => {
    for (let n = 0; n < count; n += 1) await admin.post('/connections', redshift()).expect(201);
  };
  /** What somebody does who has the database and no key. */
  const tamper = async (...statements: string[]) => {
    await withClient('superuser', async (client) => {
      for (const statement of statements) {
        const { rowCount } = await client.query(statement.replaceAll('$tenant', `tenant_id = ${tenantId}`));
        expect(rowCount).toBeGreaterThan(0);
      }
    });
  };
  const idOf = async (sequence: number): Promise<number> =>
    withClient('superuser', async (client) => {
      const text = 'select id::int from audit_events where tenant_id = $1 and sequence = $2';
      return (await client.query<{ id: number }>(text, [tenantId, sequence])).rows[0]!.id;
    });

  it('is protected', async () => {
    await test.http().get(`${tenant.base}/audit-events/verify`).expect(401);
    await nativeClient(test, tenant, tenant.token('viewer')).get('/audit-events/verify').expect(403);
  });

  it('is whole before the first event, and after each', async () => {
    const start = { ok: true, checked: 0, from_sequence: 1, to_sequence: 0, unkeyed: 0, broken: null };
    expect(await verify()).toEqual({ ...start, head_hash: '0'.repeat(64) });
    await write(2);
    const [newest] = (await admin.get('/audit-events').expect(200)).body;
    expect(await verify()).toEqual({ ...start, checked: 2, to_sequence: 2, head_hash: newest.hash });
    expect(newest.sequence).toBe(2);
  });

  it('has no gap and no fork, however many write at once on several instances', async () => {
    const second = await startTestApp();
    try {
      const clients = [admin, nativeClient(second, tenant)];
      const writes = Array.from({ length: 30 }, (_, n) => clients[n % 2]!.post('/connections', redshift()));
      await Promise.all(writes.map((call) => call.expect(201)));
    } finally {
      await second.close();
    }
    expect(await verify()).toMatchObject({ ok: true, checked: 30, to_sequence: 30 });
  });

  it('does not know of a write that was rolled back', async () => {
    await write(1);
    await admin.post('/connections', redshift('Same')).expect(201);
    await admin.post('/connections', redshift('Same')).expect(409);
    await write(1);
    expect(await verify()).toMatchObject({ ok: true, checked: 3, to_sequence: 3 });
  });

  it('is walked in more than one step', async () => {
    await withClient('superuser', async (client) => {
      await client.query(`begin; set local patchbay.tenant_id = '${tenantId}'`);
      await client.query(
        `select append_audit_event($1, null, '', 'user', 'u', 'u', 'a.b', 'a', n::text, null, null, null, 'r')
         from generate_series(1, 2500) n`,
        [tenantId],
      );
      await client.query('commit');
    });
    expect(await verify()).toMatchObject({ ok: true, checked: 2_500, unkeyed: 2_500 });
    await tamper(`update audit_events set entity_id = 'x' where $tenant and sequence = 2400`);
    expect(await verify()).toMatchObject({ ok: false, broken: { sequence: 2_400, reason: 'changed' } });
  });

  describe('names', () => {
    beforeEach(() => write(EVENTS));

    it.each([
      ['at', "at + interval '1 ms'"],
      ['actor_kind', "'system'"],
      ['actor_id', "'x'"],
      ['actor', "'x'"],
      ['action', "'connection.update'"],
      ['entity', "'x'"],
      ['entity_id', "'1'"],
      ['project_id', '7'],
      ['before', `'{"name": "x"}'`],
      ['after', `jsonb_set(after, '{name}', '"x"')`],
      ['after', 'null'],
      ['request_id', "'x'"],
      ['nonce', "decode(repeat('00', 16), 'hex')"],
      ['nonce', 'null'],
      ['id', 'id + 900000000'],
      ['previous_hash', "decode(repeat('00', 32), 'hex')"],
      ['hash', "decode(repeat('00', 32), 'hex')"],
    ])('a row whose %s was changed to %s', async (column, value) => {
      await tamper(`update audit_events set ${column} = ${value} where $tenant and sequence = 3`);
      const broken = { sequence: 3, id: await idOf(3), reason: 'changed' };
      expect(await verify()).toMatchObject({ ok: false, checked: 2, broken });
    });

    it.each([1, 3, EVENTS])('row %i when it was removed', async (sequence) => {
      await tamper(`delete from audit_events where $tenant and sequence = ${sequence}`);
      expect(await verify()).toMatchObject({ ok: false, broken: { sequence, id: null, reason: 'missing' } });
    });

    it('a row that took the place of a removed one', async () => {
      await tamper(
        `delete from audit_events where $tenant and sequence = 3`,
        `update audit_events set sequence = 3 where $tenant and sequence = 4`,
      );
      expect(await verify()).toMatchObject({ broken: { sequence: 3, reason: 'changed' } });
    });

    it('the first of two rows that were swapped', async () => {
      await tamper(
        `update audit_events set sequence = -2 where $tenant and sequence = 2`,
        `update audit_events set sequence = 2 where $tenant and sequence = 4`,
        `update audit_events set sequence = 4 where $tenant and sequence = -2`,
      );
      expect(await verify()).toMatchObject({ broken: { sequence: 2, id: await idOf(2), reason: 'changed' } });
    });

    it('a row that was put behind the end', async () => {
      await tamper(
        `insert into audit_events (tenant_id, actor_kind, actor_id, actor, action, entity, entity_id, request_id,
           sequence, nonce, previous_hash, hash)
         select tenant_id, 'user', 'x', 'x', 'a.b', 'a', '1', 'r', sequence + 1, nonce, hash, hash
         from audit_events where $tenant and sequence = ${EVENTS}`,
      );
      expect(await verify()).toMatchObject({ broken: { sequence: EVENTS + 1, reason: 'inserted' } });
    });

    it('a row that was written with all of our functions, and without the key', async () => {
      await withClient('superuser', async (client) => {
        await client.query(`begin; set local patchbay.tenant_id = '${tenantId}'`);
        await client.query(
          `select append_audit_event($1, $2, $2, 'user', 'u', 'u', 'a.b', 'a', '1', null, null, null, 'r')`,
          [tenantId, Buffer.alloc(16, 1)],
        );
        await client.query('commit');
      });
      expect(await verify()).toMatchObject({ broken: { sequence: EVENTS + 1, reason: 'changed' } });
    });

    it('a row that was changed and hashed anew without a key', async () => {
      await tamper(
        `update audit_events set actor = 'x', nonce = null where $tenant and sequence = 3`,
        `update audit_events e set hash = audit_hash('', e) where $tenant and sequence = 3`,
      );
      expect(await verify()).toMatchObject({ broken: { sequence: 3, reason: 'changed' } });
    });

    it('an end that was written anew without a key', async () => {
      await tamper(
        `update audit_events set actor = 'x', nonce = null where $tenant and sequence = ${EVENTS}`,
        `update audit_events e set hash = audit_hash('', e) where $tenant and sequence = ${EVENTS}`,
        `update audit_heads h set hash = e.hash from audit_events e
         where h.$tenant and e.tenant_id = h.tenant_id and e.sequence = ${EVENTS}`,
      );
      expect(await verify()).toMatchObject({ ok: false, broken: { sequence: EVENTS, reason: 'changed' } });
    });

    it('a beginning that was cut off by somebody else', async () => {
      await tamper(
        `update audit_heads h set purged_sequence = 2, purged_hash = e.hash from audit_events e
         where h.$tenant and e.tenant_id = h.tenant_id and e.sequence = 2`,
        `delete from audit_events where $tenant and sequence <= 2`,
      );
      expect(await verify()).toMatchObject({ broken: { sequence: 2, reason: 'purge_unsealed' } });
    });

    it('an end that is no longer the one that was written', async () => {
      await tamper(`update audit_heads set hash = decode(repeat('00', 32), 'hex') where $tenant`);
      expect(await verify()).toMatchObject({ broken: { sequence: EVENTS, reason: 'unlinked' } });
    });
  });

  it.each([
    'insert into audit_events select * from audit_events',
    'update audit_events set actor = actor',
    'update audit_heads set sequence = 0',
    'insert into audit_heads (tenant_id) values ($tenant)',
  ])('cannot be touched by the serving role: %s', async (text) => {
    await withClient('app', async (client) => {
      await client.query(`begin; set local patchbay.tenant_id = '${tenantId}'`);
      await expect(client.query(text.replace('$tenant', String(tenantId)))).rejects.toMatchObject({
        code: '42501',
      });
    });
  });

  it.each([
    `select append_audit_event($1, null, '', 'user', 'u', 'u', 'a.b', 'a', '1', null, null, null, 'r')`,
    `select append_audit_events($1, '[{"key": "", "actor_kind": "user", "actor_id": "u", "actor": "u", "action": "a.b",
       "entity": "a", "entity_id": "1", "request_id": "r"}]')`,
  ])('is not written for another tenant than the one that is set: %s', async (text) => {
    const other = await tenantIdOf((await createTenant(test)).slug);
    await withClient('app', async (client) => {
      await client.query(`begin; set local patchbay.tenant_id = '${tenantId}'`);
      await expect(client.query(text, [other])).rejects.toMatchObject({ code: '42501' });
    });
  });

  describe('when it cannot be written', () => {
    const trigger = unique('audit_fails').replaceAll('-', '_');
    beforeEach(async () => {
      await write(1);
      await withClient('superuser', async (client) => {
        await client.query(`create or replace function ${trigger}() returns trigger language plpgsql
          as $$ begin raise exception 'the disk of 10.1.2.3 is full'; end $$`);
        await client.query(`create trigger ${trigger} before insert on audit_events for each row
          when (new.tenant_id = ${tenantId}) execute function ${trigger}()`);
      });
    });
    const repair = () =>
      withClient('superuser', (client) => client.query(`drop function if exists ${trigger} cascade`));
    afterEach(repair);

    const refused = async (call: ReturnType<NativeClient['post']>) => {
      const answer = await call.expect(503);
      expect(answer.body).toMatchObject({ code: 'audit_unavailable', status: 503 });
      expect(answer.headers['retry-after']).toBe('5');
      expect(answer.text).not.toContain('10.1.2.3');
      return answer;
    };

    it('nothing is stored', async () => {
      const [before] = (await admin.get('/connections').expect(200)).body;
      await refused(admin.post('/connections', redshift()));
      await refused(admin.put(`/connections/${before.id}`, { name: unique('n') }));
      await refused(admin.delete(`/connections/${before.id}`));
      await refused(admin.post('/projects', { name: unique('p') }));
      await refused(admin.patch('/settings', { audit_reads: true }));
      expect((await admin.get('/connections').expect(200)).body).toEqual([before]);
      expect((await admin.get('/projects').expect(200)).body).toEqual([]);
      await repair();
      await write(1);
      expect(await verify()).toMatchObject({ ok: true, checked: 2, to_sequence: 2 });
    });

    it('no key of a service account leaves, and none is made', async () => {
      const answer = await refused(admin.post('/service-accounts', { name: 'robot', role: 'resolver' }));
      expect(answer.text).not.toContain('api_key');
      expect((await admin.get('/service-accounts').expect(200)).body).toEqual([]);
    });

    it('nothing is read, where reads are audited', async () => {
      await repair();
      await admin.patch('/settings', { audit_reads: true }).expect(200);
      await admin.get('/connections').expect(200);
      await withClient('superuser', (client) =>
        client.query(`update audit_heads set sequence = sequence - 1 where tenant_id = ${tenantId}`),
      );
      const answer = await refused(admin.get('/connections'));
      expect(answer.text).not.toContain('REDSHIFT');
    });
  });
});
