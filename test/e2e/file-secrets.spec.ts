import { Authenticator, FilesService } from '#core';
import { loadConnectors } from '#connectors';
import type { Scope } from '#platform/scope';
import { type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { fileClient } from '../support/files.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';

const KEY = '-----BEGIN PRIVATE KEY-----';

/** Where a credential of this host would go. */
async function destinationOf(host: string) {
  const connector = (await loadConnectors()).get('POSTGRES')!;
  return connector.secretDestinations({ host, database: 'd' }, null).get('credential')!;
}

describe('a file that is read as a secret', () => {
  let test: TestApp;
  let files: FilesService;
  let tenant: TestTenant;
  let project: number;
  beforeAll(async () => {
    test = await startTestApp();
    files = test.app.get(FilesService, { strict: false });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    project = await createProject(test, tenant);
  });

  /** What the guard makes of a request. */
  async function scopeOf(token: string, projectId?: number): Promise<Scope> {
    const { scope } = await test.app.get(Authenticator).authenticate({
      headers: bearer(token),
      requestId: 'r',
      tenant: tenant.slug,
      projectId,
      deferred: false,
    });
    return scope!;
  }

  const refusal = (path: string, code: string) => ({
    kind: 'invalid',
    code,
    details: expect.objectContaining({ errors: [expect.objectContaining({ path })] }) as unknown,
  });

  it('is the project’s, or else the GLOBAL one', async () => {
    const admin = tenant.admin;
    await fileClient(test, tenant).put('key.pem', 'global').expect(201);
    expect(String(await files.read(await scopeOf(admin, project), 'key.pem'))).toBe('global');
    await fileClient(test, tenant, { project }).put('key.pem', KEY).expect(201);
    expect(String(await files.read(await scopeOf(admin, project), 'key.pem'))).toBe(KEY);
    expect(String(await files.read(await scopeOf(admin), 'key.pem'))).toBe('global');
    const inGlobal = { ...(await scopeOf(admin)), projectId: null };
    expect(String(await files.read(inGlobal, 'key.pem'))).toBe('global');
  });

  it('is named by the member of the body, when it cannot be had', async () => {
    const scope = await scopeOf(tenant.admin);
    const use = { field: 'path_to_credentials_file' };
    for (const [path, code] of [
      ['../key.pem', 'validation_failed'],
      ['s3://bucket/key', 'validation_failed'],
      ['', 'validation_failed'],
      ['gone.pem', 'file_not_found'],
    ] as const)
      await expect(files.read(scope, path, use)).rejects.toMatchObject(refusal(use.field, code));
    const database = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5 * 1024 * 1024)]);
    await fileClient(test, tenant).put('large', database).expect(201);
    await expect(files.read(scope, 'large', use)).rejects.toMatchObject(
      refusal(use.field, 'validation_failed'),
    );
  });

  it('goes where somebody approved it to go who knows it, and nowhere else', async () => {
    const owner = tenant.token('editor', [project]);
    const own = fileClient(test, tenant, { project, token: owner });
    await own.put('key.pem', KEY).expect(201);
    // Another principal of the same rights: an account of its own.
    const account = await test
      .http()
      .post(`${tenant.base}/service-accounts`)
      .set(bearer(tenant.admin))
      .send({ name: 'other', role: 'editor', project_ids: [project] })
      .expect(201);
    const other = (account.body as { api_key: string }).api_key;
    const [good, evil] = [await destinationOf('db.example.com'), await destinationOf('evil.example.com')];
    const read = async (token: string, destination?: typeof good) =>
      String(await files.read(await scopeOf(token, project), 'key.pem', destination ? { destination } : {}));
    const refused = refusal('path', 'secret_reentry_required');

    await expect(read(other, good)).rejects.toMatchObject(refused);
    await expect(read(other)).rejects.toMatchObject(refused);
    expect(await read(owner, good)).toBe(KEY);
    expect(await read(other, good)).toBe(KEY);
    await expect(read(other, evil)).rejects.toMatchObject(refused);

    // Another content serves where the one before did.
    await own.put('key.pem', 'another key').expect(200);
    expect(await read(other, good)).toBe('another key');
    await expect(read(other, evil)).rejects.toMatchObject(refused);

    // Who brings the same content knows it.
    await fileClient(test, tenant, { project, token: other }).put('key.pem', 'another key').expect(200);
    expect(await read(other, evil)).toBe('another key');
    expect(await read(tenant.admin, await destinationOf('third.example.com'))).toBe('another key');
  });
});
