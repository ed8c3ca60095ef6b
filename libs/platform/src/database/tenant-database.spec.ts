import type { DataSource } from 'typeorm';
import { DomainError, unauthenticated } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { TenantDatabase } from './tenant-database.js';
import type { Statements } from './transaction.js';

const SCOPE = { tenantId: 7, accessEpoch: 1 } as Scope;

/** A data source whose tenant's access epoch is told by the test, and which remembers what it was asked. */
function databaseWith(epochs: () => number | undefined) {
  const log: string[] = [];
  const answerTo = async (text: string) => {
    log.push(text);
    const epoch = text.includes('access_epoch') ? epochs() : undefined;
    return epoch === undefined ? [] : [{ access_epoch: epoch }];
  };
  const runner = {
    isTransactionActive: true,
    manager: {},
    startTransaction: async () => void log.push('begin'),
    commitTransaction: async () => void log.push('commit'),
    rollbackTransaction: async () => void log.push('rollback'),
    release: async () => void log.push('release'),
    query: answerTo,
    connect: async () => ({
      connection: { stream: { cork: () => undefined, uncork: () => undefined } },
      query: async (sent: string | { text: string }) => ({
        rows: await answerTo(typeof sent === 'string' ? sent : sent.text),
      }),
    }),
  };
  const database = new TenantDatabase({
    options: {},
    createQueryRunner: () => runner,
  } as unknown as DataSource);
  return { database, log };
}

describe('a transaction of a tenant', () => {
  it('sets the tenant before all else, and works under the epoch of its scope', async () => {
    const { database, log } = databaseWith(() => 1);
    expect(await database.transaction(SCOPE, (tx) => tx.query('work'))).toEqual([]);
    expect(log).toEqual([
      'begin',
      "set local patchbay.tenant_id = '7'",
      'select access_epoch from tenants where id = $1',
      'work',
      'commit',
      'release',
    ]);
  });

  it('does nothing under a scope that is out of date, until somebody proves it anew', async () => {
    const { database, log } = databaseWith(() => 2);
    await expect(database.transaction(SCOPE, (tx) => tx.query('work'))).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'access_revoked',
    });
    expect(log).not.toContain('work');
    expect(log.slice(-2)).toEqual(['rollback', 'release']);
  });

  it('does nothing for a tenant that is gone', async () => {
    const { database, log } = databaseWith(() => undefined);
    await expect(database.transaction(SCOPE, (tx) => tx.query('work'))).rejects.toThrow(DomainError);
    expect(log).not.toContain('work');
  });

  it('proves the scope between transactions, and begins again under the epoch that was proven', async () => {
    const { database, log } = databaseWith(() => 2);
    database.useStaleScopeCheck(async () => {
      log.push('proven');
      return 2;
    });
    await database.transaction(SCOPE, (tx) => tx.query('work'));
    expect(
      log.filter((entry) => ['begin', 'rollback', 'release', 'proven', 'work', 'commit'].includes(entry)),
    ).toEqual(['begin', 'rollback', 'release', 'proven', 'begin', 'work', 'commit', 'release']);
  });

  it('holds out while others’ rights change again and again', async () => {
    let epoch = 1;
    const { database, log } = databaseWith(() => Math.min(++epoch, 12));
    database.useStaleScopeCheck(async () => epoch);
    await database.transaction(SCOPE, (tx) => tx.query('work'));
    expect(log.filter((entry) => entry === 'work')).toHaveLength(1);
  });

  it('asks the caller to come back when they never rest', async () => {
    let epoch = 1;
    const { database, log } = databaseWith(() => ++epoch);
    database.useStaleScopeCheck(async () => epoch);
    await expect(database.transaction(SCOPE, (tx) => tx.query('work'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'access_changing',
      details: { retryAfter: 1 },
    });
    expect(log).not.toContain('work');
  });

  it('ends with the refusal of the check', async () => {
    const { database } = databaseWith(() => 2);
    database.useStaleScopeCheck(async () => {
      throw new DomainError('forbidden', 'tenant_suspended', 'This tenant is suspended.');
    });
    await expect(database.transaction(SCOPE, async () => 1)).rejects.toMatchObject({
      code: 'tenant_suspended',
    });
  });

  it('of several requests proves each that is out of date, and does nothing when one may not act', async () => {
    const { database, log } = databaseWith(() => 2);
    const scopes = [SCOPE, { ...SCOPE, accessEpoch: 2 }, { ...SCOPE, requestId: 'late' }] as const;
    const asked: Scope[] = [];
    database.useStaleScopeCheck(async (scope) => {
      asked.push(scope);
      return 2;
    });
    const decided: string[] = [];
    const work = async (tx: Statements) => {
      await tx.run({ name: 'look', text: 'look', values: [] });
      decided.push('decided');
    };
    await database.shared(scopes, work);
    expect(asked).toEqual([scopes[0], scopes[2]]);
    expect(decided).toEqual(['decided']);
    expect(log).toEqual([
      "begin; set local patchbay.tenant_id = '7'",
      'select access_epoch from tenants where id = $1',
      'look',
      'rollback',
      'release',
      "begin; set local patchbay.tenant_id = '7'",
      'select access_epoch from tenants where id = $1',
      'look',
      'commit',
      'release',
    ]);
    database.useStaleScopeCheck(async ({ requestId }) => {
      if (requestId === 'late') throw unauthenticated('access_revoked', 'No.');
      return 2;
    });
    await expect(database.shared(scopes, work)).rejects.toThrow('No.');
    expect(decided).toEqual(['decided']);
    expect(log.filter((entry) => entry === 'commit')).toHaveLength(1);
  });

  it('of several requests is of one tenant', async () => {
    const { database, log } = databaseWith(() => 1);
    const scopes = [SCOPE, { ...SCOPE, tenantId: 8 }] as const;
    await expect(database.shared(scopes, async () => 1)).rejects.toThrow(TypeError);
    expect(log).toEqual([]);
  });

  it('is not begun for a tenant id that is no integer', async () => {
    const { database, log } = databaseWith(() => 1);
    const tenantId = "1'; drop table tenants; --" as unknown as number;
    await expect(database.transaction({ ...SCOPE, tenantId }, async () => 1)).rejects.toThrow(TypeError);
    expect(log.some((entry) => entry.includes('drop'))).toBe(false);
  });

  it('rolls back and gives its connection back when the work fails', async () => {
    const { database, log } = databaseWith(() => 1);
    await expect(
      database.transaction(SCOPE, async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(log.slice(-2)).toEqual(['rollback', 'release']);
  });
});
