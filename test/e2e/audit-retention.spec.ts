import { ENTITIES, Maintenance } from '#core';
import { DataSource, TenantDatabase, dataSourceOptions } from '#platform/database';
import { LocalKeyProvider, Vault } from '#platform/vault';
import { type TestApp, startTestApp } from '../support/app.js';
import { testDatabases, withClient } from '../support/databases.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { type TestTenant, createTenant, redshift } from '../support/tenant.js';

const KEYS = new LocalKeyProvider({ active: 'test', keys: new Map([['test', Buffer.alloc(32, 7)]]) });

describe('the audit trail in the long run', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let tenantId: number;
  let admin: NativeClient;
  let worker: TenantDatabase;
  let maintenance: Maintenance;
  beforeAll(async () => {
    test = await startTestApp();
    const options = dataSourceOptions(testDatabases().worker, { pool: 3, applicationName: 'retention' });
    worker = new TenantDatabase(await new DataSource({ ...options, entities: ENTITIES }).initialize());
    maintenance = new Maintenance(worker, new Vault(KEYS, worker));
  });
  afterAll(async () => {
    await worker.close();
    await worker.dataSource.destroy();
    await test.close();
  });
  beforeEach(async () => {
    tenant = await createTenant(test);
    tenantId = await tenantIdOf(tenant.slug);
    admin = nativeClient(test, tenant);
  });

  const verify = async () => (await admin.get('/audit-events/verify').expect(200)).body;
  const exported = async (query = '') => {
    const answer = await admin.get(`/audit-events/export${query}`).buffer(true).expect(200);
    expect(answer.headers['content-type']).toMatch(/^application\/x-ndjson/);
    const text = answer.text ?? (answer.body as Buffer).toString();
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { sequence: number; action: string; at: string });
  };
  /** Adds events from before there were keys, each an hour younger than the one before; the last is fresh. */
  const age = async (count: number, oldestDays: number) => {
    await withClient('superuser', async (client) => {
      await client.query(`begin; set local patchbay.tenant_id = '${tenantId}'`);
      await client.query(
        `select append_audit_event($1, null, '', 'user', 'u', 'u', 'a.b', 'a', n::text, null, null, null, 'r')
         from generate_series(1, $2::int) n`,
        [tenantId, count],
      );
      await client.query(
        `update audit_events set at = clock_timestamp() - make_interval(days => $2::int, hours => -sequence::int)
         where tenant_id = $1`,
        [tenantId, oldestDays],
      );
      await client.query(`do $$ declare e audit_events; link bytea := decode(repeat('00', 32), 'hex'); begin
        for e in select * from audit_events where tenant_id = ${tenantId} order by sequence loop
          e.previous_hash := link;
          link := audit_hash('', e);
          update audit_events set previous_hash = e.previous_hash, hash = link
          where tenant_id = ${tenantId} and sequence = e.sequence;
        end loop;
        update audit_heads set hash = link where tenant_id = ${tenantId};
      end $$`);
      await client.query('commit');
    });
  };

  it('is kept whole unless the tenant says for how long', async () => {
    await age(20, 400);
    await maintenance.purgeAuditEvents();
    expect(await verify()).toMatchObject({ ok: true, checked: 20, from_sequence: 1 });
  });

  it('loses what is older than the tenant keeps it, and is still a chain', async () => {
    await age(48, 11);
    await admin.patch('/settings', { audit_retention_days: 10 }).expect(200);
    await maintenance.purgeAuditEvents();
    const proof = await verify();
    expect(proof).toMatchObject({ ok: true, broken: null, to_sequence: 50 });
    expect(proof.from_sequence).toBeGreaterThanOrEqual(23);
    expect(proof.from_sequence).toBeLessThanOrEqual(25);
    const [purge] = (await admin.get('/audit-events?action=audit_event.purge').expect(200)).body;
    expect(purge).toMatchObject({
      actor: 'patchbay/audit-retention',
      after: { from_sequence: 1, to_sequence: proof.from_sequence - 1 },
    });
    await maintenance.purgeAuditEvents();
    expect(await verify()).toMatchObject({ ok: true, from_sequence: proof.from_sequence, to_sequence: 50 });
    await withClient('superuser', (client) =>
      client.query('update audit_heads set purged_sequence = purged_sequence - 1 where tenant_id = $1', [
        tenantId,
      ]),
    );
    expect(await verify()).toMatchObject({ ok: false, broken: { reason: 'purge_unsealed' } });
  });

  it('is protected when it is exported', async () => {
    await test.http().get(`${tenant.base}/audit-events/export`).expect(401);
    await nativeClient(test, tenant, tenant.token('viewer')).get('/audit-events/export').expect(403);
  });

  it('is exported from the oldest on, in as many steps as it takes, and the export with it', async () => {
    await age(1_200, 100);
    const events = await exported();
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 1_201 }, (_, n) => n + 1));
    expect(events.at(-1)).toMatchObject({ action: 'audit_event.export' });
    const [newest] = (await admin.get('/audit-events?limit=1').expect(200)).body;
    expect(events.at(-1)).toEqual(newest);
    const [from, to] = [events[100]!.at, events[900]!.at];
    const part = await exported(`?since=${from}&until=${to}`);
    expect(part.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 800 }, (_, n) => n + 101));
  });

  it('holds no other tenant’s events when it is exported', async () => {
    await nativeClient(test, await createTenant(test))
      .post('/connections', redshift())
      .expect(201);
    expect((await exported()).map(({ action }) => action)).toEqual(['audit_event.export']);
  });

  it.each(['since=yesterday', 'until=', 'limit=5'])('is not exported with ?%s', async (query) => {
    await admin.get(`/audit-events/export?${query}`).expect(400);
  });
});
