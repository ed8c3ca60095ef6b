import { TenantDatabase } from '#platform/database';
import { LocalKeyProvider, TenantVault, Vault, type WrappedKey } from '#platform/vault';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { withClient } from '../support/databases.js';
import { POPULATED_SECRETS, type PopulatedTenant, createPopulatedTenant } from '../support/populate.js';

/** The key ring of the test application, which also keeps the data keys that it wrapped. */
class RecordingKeys extends LocalKeyProvider {
  readonly wrapped = new Map<string, Buffer>();

  constructor() {
    super({ active: 'test', keys: new Map([['test', Buffer.alloc(32, 7)]]) });
  }

  override async wrap(dataKey: Buffer, context: readonly (string | number)[]): Promise<WrappedKey> {
    this.wrapped.set(context.join('/'), Buffer.from(dataKey));
    return super.wrap(dataKey, context);
  }
}

const keys = new RecordingKeys();
let test: TestApp;
let a: PopulatedTenant;
let b: PopulatedTenant;
beforeAll(async () => {
  test = await startTestApp({ keys });
  [a, b] = await Promise.all([createPopulatedTenant(test), createPopulatedTenant(test)]);
});
afterAll(() => test.close());

const database = () => test.app.get(TenantDatabase);
const asSuperuser = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  withClient('superuser', async (client) => (await client.query<Row>(text, values)).rows);

/** The data keys of a tenant, as they were before they were wrapped. */
async function dataKeysOf(tenantId: number) {
  const rows = await asSuperuser<{ id: string; wrapped: Buffer }>(
    'select id, wrapped from data_keys where tenant_id = $1 order by id',
    [tenantId],
  );
  return rows.map(({ id, wrapped }) => ({
    id: Number(id),
    key: keys.wrapped.get(`${tenantId}/${id}`)!,
    wrapped,
  }));
}

const sealedProperty = async (tenant: PopulatedTenant) =>
  (
    await asSuperuser<{ sealed: Buffer; path: string }>(
      'select sealed, path from connection_secrets where tenant_id = $1 and connection_id = $2',
      [tenant.id, tenant.connectionId],
    )
  )[0]!;

describe('the data key of a tenant', () => {
  it('is another one for each', async () => {
    const [ofA, ofB] = [await dataKeysOf(a.id), await dataKeysOf(b.id)];
    expect([ofA.length, ofB.length]).toEqual([1, 1]);
    expect(ofA[0]!.key).toHaveLength(32);
    expect(ofA[0]!.key.equals(ofB[0]!.key)).toBe(false);
    expect(ofA[0]!.wrapped.includes(ofA[0]!.key)).toBe(false);
  });

  it('opens what the tenant stored, and nothing of another tenant', async () => {
    const { sealed, path } = await sealedProperty(a);
    const at = { entity: 'connection', rowId: a.connectionId, field: path, version: 1 };
    const own = await dataKeysOf(a.id);
    expect(new TenantVault(a.id, own).open(at, sealed)).toBe(POPULATED_SECRETS.property);
    const foreign = (await dataKeysOf(b.id)).map(({ key }) => ({ id: own[0]!.id, key }));
    expect(() => new TenantVault(a.id, foreign).open(at, sealed)).toThrow('cannot be opened');
  });

  it('is never used when the transaction that made it rolled back', async () => {
    const vault = test.app.get(Vault);
    const [next] = await asSuperuser<{ id: string }>(
      `select nextval(pg_get_serial_sequence('tenants', 'id')) as id`,
    );
    const id = Number(next!.id);
    const slug = unique('rolled-back');
    const make = (fail: boolean) =>
      database().platformTransaction(async (tx, enterTenant) => {
        await tx.query('insert into tenants (id, slug, name, created_by) values ($1, $2, $2, $2)', [
          id,
          slug,
        ]);
        await enterTenant(id);
        await vault.createDataKey(tx, id);
        if (!fail) return;
        await expect(vault.forTenant(scope(id, slug))).rejects.toMatchObject({ code: 'tenant_not_found' });
        throw new Error('rolled back');
      });

    await expect(make(true)).rejects.toThrow('rolled back');
    expect(await dataKeysOf(id)).toEqual([]);
    await expect(vault.forTenant(scope(id, slug))).rejects.toMatchObject({ code: 'tenant_not_found' });
    const lost = [...keys.wrapped].filter(([place]) => place.startsWith(`${id}/`));
    expect(lost).toHaveLength(1);

    await make(false);
    const at = { entity: 'credential', rowId: 1, field: 'payload', version: 1 };
    const sealed = (await vault.forTenant(scope(id, slug))).seal(at, 'a secret');
    const kept = await dataKeysOf(id);
    expect(kept).toHaveLength(1);
    expect(new TenantVault(id, kept).open(at, sealed)).toBe('a secret');
    const withLostKey = new TenantVault(id, [{ id: kept[0]!.id, key: lost[0]![1] }]);
    expect(() => withLostKey.open(at, sealed)).toThrow('cannot be opened');
  });

  it('does not open when it is another tenant’s, moved', async () => {
    const [victim, other] = [await createPopulatedTenant(test), await createPopulatedTenant(test)];
    await asSuperuser(
      `update data_keys set wrapped = (select wrapped from data_keys where tenant_id = $2) where tenant_id = $1`,
      [victim.id, other.id],
    );
    const fresh = await startTestApp({ keys });
    try {
      const answer = await fresh
        .http()
        .put(`${victim.base}/connections/${victim.connectionId}`)
        .set(bearer(victim.admin))
        .send({ name: 'renamed' })
        .expect(500);
      expect(answer.body).toMatchObject({ code: 'data_key_unreadable' });
    } finally {
      await fresh.close();
    }
  });
});

describe('a ciphertext that somebody moved inside the database', () => {
  /** Asks for a change of the connection, for which its sealed property must be opened. */
  const rename = (tenant: PopulatedTenant, connectionId = tenant.connectionId) =>
    test
      .http()
      .put(`${tenant.base}/connections/${connectionId}`)
      .set(bearer(tenant.admin))
      .send({ name: unique('renamed') });

  async function expectRefused(tenant: PopulatedTenant): Promise<void> {
    const before = await asSuperuser('select * from connections where id = $1', [tenant.connectionId]);
    const from = test.logged.length;
    const answer = await rename(tenant).expect(500);
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'A stored secret cannot be opened.',
      code: 'secret_unreadable',
      request_id: answer.headers['x-request-id'],
    });
    const lines = test.logged.slice(from).join('');
    expect(lines).toContain('secret_unreadable');
    expect(lines).not.toContain(POPULATED_SECRETS.property);
    expect(await asSuperuser('select * from connections where id = $1', [tenant.connectionId])).toEqual(
      before,
    );
  }

  const put = (to: PopulatedTenant, sealed: Buffer, version = 1) =>
    asSuperuser(
      `update connection_secrets set sealed = $3
       where tenant_id = $1 and connection_id = $2 and secret_version = $4`,
      [to.id, to.connectionId, sealed, version],
    );

  it('opens where it belongs', async () => {
    await rename(await createPopulatedTenant(test)).expect(200);
  });

  it('does not open in another tenant’s row', async () => {
    const victim = await createPopulatedTenant(test);
    await put(victim, (await sealedProperty(a)).sealed);
    await expectRefused(victim);
    await rename(a).expect(200);
  });

  it('does not open in another row of the same tenant', async () => {
    const tenant = await createPopulatedTenant(test);
    const created = await test
      .http()
      .post(`${tenant.base}/connections`)
      .set(bearer(tenant.admin))
      .send({
        name: unique('thief'),
        type: 'GENERIC_JDBC',
        payload: {
          db_type: 'HANA10',
          db_or_schema: 'SALES',
          connection_properties: { trustStorePassword: 'of-the-thief' },
        },
        credential: { type: 'GENERIC_MAP', payload: { password: 'of-the-thief' } },
      })
      .expect(201);
    const thief = { ...tenant, connectionId: (created.body as { id: number }).id };
    await put(thief, (await sealedProperty(tenant)).sealed);
    await expectRefused(thief);
    await rename(tenant).expect(200);
  });

  it('does not open when an older version is put back', async () => {
    const tenant = await createPopulatedTenant(test);
    const { sealed } = await sealedProperty(tenant);
    await test
      .http()
      .put(`${tenant.base}/connections/${tenant.connectionId}`)
      .set(bearer(tenant.admin))
      .send({ payload: { connection_properties: { trustStorePassword: 'newer' } } })
      .expect(200);
    await rename(tenant).expect(200);
    await put(tenant, sealed, 2);
    await expectRefused(tenant);
  });

  it.each([
    ['cut', (sealed: Buffer) => sealed.subarray(0, -1)],
    ['emptied', () => Buffer.alloc(0)],
    [
      'changed by a bit',
      (sealed: Buffer) => Buffer.from(sealed.map((byte, at) => (at === 25 ? byte ^ 1 : byte))),
    ],
  ])('does not open when it is %s', async (_what, change) => {
    const tenant = await createPopulatedTenant(test);
    await put(tenant, change((await sealedProperty(tenant)).sealed));
    await expectRefused(tenant);
  });

  it('of a credential opens in its own row and version alone', async () => {
    const rows = await asSuperuser<{ credential_id: string; secret_version: number; sealed: Buffer }>(
      'select credential_id, secret_version, sealed from credential_versions where tenant_id = $1',
      [a.id],
    );
    expect(rows.length).toBeGreaterThan(1);
    const vault = new TenantVault(a.id, await dataKeysOf(a.id));
    const at = (row: (typeof rows)[number]) => ({
      entity: 'credential',
      rowId: Number(row.credential_id),
      field: 'payload',
      version: row.secret_version,
    });
    for (const row of rows) {
      expect(vault.open(at(row), row.sealed)).toContain('populated-');
      expect(() => vault.open({ ...at(row), version: 2 }, row.sealed)).toThrow('cannot be opened');
      for (const other of rows.filter((candidate) => candidate !== row))
        expect(() => vault.open(at(other), row.sealed)).toThrow('cannot be opened');
    }
  });
});

/** A scope of the service itself, which no access epoch can make stale. */
function scope(tenantId: number, tenant: string) {
  return {
    tenantId,
    tenant,
    principal: { kind: 'system', id: 'test', name: 'test', role: 'system' },
    permissions: new Set<string>(),
    projects: 'all',
    accessEpoch: 1,
    settings: {},
    requestId: 'test',
  } as const;
}
