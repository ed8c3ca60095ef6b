import { createHash, randomBytes } from 'node:crypto';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { eventsOfRequest } from '../support/audit-rows.js';
import { withClient } from '../support/databases.js';
import { type FileClient, beginUpload, fileClient } from '../support/files.js';
import { asWorker } from '../support/maintenance.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { RawHttp } from '../support/raw-http.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';

const MEBIBYTE = 1024 * 1024;
const SQLITE_HEAD = Buffer.from('SQLite format 3\0');
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

describe('the upload area', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let files: FileClient;
  let admin: NativeClient;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    files = fileClient(test, tenant);
    admin = nativeClient(test, tenant);
  });

  /** How many rows of a table the tenant has. */
  async function rowsOf(table: string): Promise<number> {
    const id = await tenantIdOf(tenant.slug);
    return withClient('superuser', async (client) => {
      const text = `select count(*)::integer as count from ${table} where tenant_id = $1`;
      return (await client.query<{ count: number }>(text, [id])).rows[0]!.count;
    });
  }

  it('is protected', async () => {
    const path = `${tenant.base}/files/a.pem`;
    await test.http().get(`${tenant.base}/files`).expect(401);
    await test.http().put(path).send('x').expect(401);
    await test.http().get(path).expect(401);
    await test.http().delete(path).expect(401);
    await fileClient(test, tenant, { token: tenant.token('viewer') })
      .put('a.pem', 'x')
      .expect(403);
    await files.get('a.pem').expect(404);
  });

  it('takes a file, and shows all but what is in it', async () => {
    const answer = await files.put('keys/prod/my key.pem', 'secret').set('x-request-id', 'r1').expect(201);
    const at = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    const by = `tenant_admin@${tenant.slug}.test`;
    expect(answer.body).toEqual({
      id: expect.any(Number) as number,
      path: 'keys/prod/my key.pem',
      scope: 'GLOBAL',
      project_id: 0,
      source_type: null,
      size: 6,
      digest: sha256('secret'),
      version: 1,
      used_by: [],
      created_by: by,
      created_at: at,
      updated_by: by,
      updated_at: at,
    });
    expect(answer.headers['etag']).toBe('"1"');
    expect((await files.get('keys%2Fprod/my%20key.pem').expect(200)).body).toEqual(answer.body);
    expect((await files.list().expect(200)).body).toEqual([answer.body]);
  });

  it.each([
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'nonsense',
  ])('takes bytes as they are, whatever %s makes of them', async (type) => {
    const content = '{"a": 1, "a": }&=%';
    const answer = await files.put('f', content).set('content-type', type).expect(201);
    expect(answer.body.digest).toBe(sha256(content));
  });

  it('does not let another route take bytes', async () => {
    const answer = await admin.post('/projects').set('content-type', 'application/octet-stream').send('x');
    expect([answer.status, answer.body.code]).toEqual([415, 'media_type_unsupported']);
  });

  it('replaces a file as a new version, and the same content as none', async () => {
    await files.put('f', 'one').expect(201);
    const again = await files.put('f', 'one').expect(200);
    expect(again.body.version).toBe(1);
    const next = await files.put('f', 'two').expect(200);
    expect(next.body).toMatchObject({ version: 2, digest: sha256('two') });
    expect(await rowsOf('file_contents')).toBe(1);
    await files.delete('f').expect(200, { message: 'File was deleted successfully' });
    await files.get('f').expect(404);
    expect(await rowsOf('file_chunks')).toBe(0);
  });

  it('heeds If-Match, and asks for it where the tenant wants that', async () => {
    await files.put('f', 'one').set('if-match', '"1"').expect(412);
    await files.put('f', 'one').expect(201);
    expect((await files.put('f', 'two').set('if-match', '"7"').expect(412)).body.code).toBe(
      'version_mismatch',
    );
    await files.put('f', 'two').set('if-match', '"1"').expect(200);
    await files.get('f').set('if-none-match', '"2"').expect(304);
    await files.delete('f').set('if-match', '"1"').expect(412);
    await admin.patch('/settings', { require_if_match: true }).expect(200);
    await files.put('f', 'three').expect(428);
    await files.delete('f').expect(428);
    await files.put('new', 'a new one needs none').expect(201);
    await files.delete('f').set('if-match', '*').expect(200);
  });

  it('gives two uploads at once one after the other', async () => {
    const contents = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(contents.map((content) => files.put('f', content)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(answers.map(({ body }) => body.version).sort()).toEqual([1, 2, 3, 4]);
    const last = answers.find(({ body }) => body.version === 4)!;
    expect((await files.get('f').expect(200)).body.digest).toBe(last.body.digest);
    expect([await rowsOf('files'), await rowsOf('file_contents')]).toEqual([1, 1]);
  });

  it.each([
    '..%2fa',
    'a%2f..%2fb',
    '%2e%2e%2fa',
    'a%5cb',
    'a%00b',
    '%2fetc%2fpasswd',
    '%252e%252e%252fa',
    's3:%2f%2fbucket%2fkey',
    'a//b',
    '%c3%a4',
    'x'.repeat(513),
  ])('refuses the path %j, and does not repeat it', async (path) => {
    for (const answer of [await files.put(path, 'x'), await files.get(path), await files.delete(path)]) {
      expect([answer.status, answer.body.code]).toEqual([400, 'path_malformed']);
      expect(answer.body.errors).toEqual([expect.objectContaining({ path: 'path' })]);
      expect(answer.text).not.toContain('passwd');
    }
    expect(await rowsOf('file_contents')).toBe(0);
  });

  it.each(['../../connections', 'a/../../../x', './a', '/etc/passwd', 'a/.'])(
    'refuses %j also where no client has straightened it',
    async (path) => {
      const http = new RawHttp(test);
      const headers = { authorization: `Bearer ${tenant.admin}` };
      const place = `${tenant.base}/files/${path}`;
      try {
        for (const method of ['PUT', 'GET', 'DELETE']) {
          const { status, text } = await http.send({ method, path: place, headers });
          expect([status, JSON.parse(text)]).toMatchObject([400, { code: 'path_malformed' }]);
        }
      } finally {
        http.close();
      }
    },
  );

  it('reads nothing of whom it does not know, or who may not store it', async () => {
    const path = `${tenant.base}/files/f`;
    const huge = { 'content-length': 90 * MEBIBYTE };
    const viewer = { authorization: `Bearer ${tenant.token('viewer')}` };
    const admin = { authorization: `Bearer ${tenant.admin}` };
    for (const [headers, status] of [
      [huge, 401],
      [{ ...huge, ...viewer }, 403],
      [{ ...huge, ...admin, 'if-match': '"1"' }, 412],
      [{ 'content-length': 101 * MEBIBYTE, ...admin }, 413],
      [{ 'transfer-encoding': 'chunked' }, 401],
    ] as const) {
      const answer = await beginUpload(test, path, headers).answer;
      expect([answer.status, answer.headers.connection]).toEqual([status, 'close']);
    }
    expect(await rowsOf('file_contents')).toBe(0);
  });

  it('stores nothing of an upload that its sender breaks off', async () => {
    const headers = { authorization: `Bearer ${tenant.admin}`, 'content-length': 4 * MEBIBYTE };
    const upload = beginUpload(test, `${tenant.base}/files/f`, headers);
    upload.write(randomBytes(3 * MEBIBYTE));
    while ((await rowsOf('file_chunks')) < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    upload.breakOff();
    while ((await rowsOf('file_contents')) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await files.get('f').expect(404);
  });

  it('keeps the files of projects and tenants apart', async () => {
    const [project, sibling] = [await createProject(test, tenant), await createProject(test, tenant)];
    const own = fileClient(test, tenant, { project });
    await files.put('f', 'global').expect(201);
    const inProject = await own.put('f', 'of the project').expect(201);
    expect(inProject.body).toMatchObject({ scope: 'PROJECT', project_id: project });
    const bound = tenant.token('editor', [sibling]);
    const elsewhere = fileClient(test, tenant, { project: sibling, token: bound });
    await elsewhere.get('f').expect(404);
    await elsewhere.put('f', 'another').expect(201);
    const boundAtTenant = fileClient(test, tenant, { token: bound });
    expect((await boundAtTenant.get('f').expect(200)).body.digest).toBe(sha256('global'));
    expect((await boundAtTenant.put('f', 'x').expect(403)).body.code).toBe('global_scope_forbidden');
    const seen = (await boundAtTenant.list().expect(200)).body as { project_id: number }[];
    expect(seen.map(({ project_id }) => project_id)).toEqual([0, sibling]);
    await fileClient(test, tenant, { project, token: bound }).get('f').expect(404);
    const other = await createTenant(test);
    await fileClient(test, other).get('f').expect(404);
    await fileClient(test, tenant, { token: other.admin }).get('f').expect(404);
    await fileClient(test, tenant, { project: 999_999 }).put('f', 'x').expect(404);
  });

  it('lists page by page', async () => {
    for (const name of ['a', 'b', 'c']) await files.put(name, name).expect(201);
    const first = await files.list('?limit=2').expect(200);
    expect((first.body as { path: string }[]).map(({ path }) => path)).toEqual(['a', 'b']);
    const next = /<(.*)>; rel="next"/.exec(first.headers['link']!)![1]!;
    const second = await test.http().get(next).set('authorization', `Bearer ${tenant.admin}`).expect(200);
    expect((second.body as { path: string }[]).map(({ path }) => path)).toEqual(['c']);
    expect(second.headers['link']).toBeUndefined();
  });

  it('takes large files only when they are databases, and stores nothing of others', async () => {
    const most = randomBytes(5 * MEBIBYTE);
    await files.put('most', most).expect(201);
    const more = await files.put('more', Buffer.concat([most, Buffer.of(0)])).expect(413);
    expect(more.body).toMatchObject({ code: 'file_too_large', max_bytes: 5 * MEBIBYTE });
    await files.put('none', '').expect(422);
    const database = Buffer.concat([SQLITE_HEAD, randomBytes(6 * MEBIBYTE)]);
    const taken = await files.put('shop.db', database).expect(201);
    expect(taken.body).toMatchObject({
      source_type: 'SQLITE',
      size: database.length,
      digest: sha256(database),
    });
    const duck = Buffer.concat([randomBytes(8), Buffer.from('DUCK'), randomBytes(20)]);
    expect((await files.put('shop.duckdb', duck).expect(201)).body.source_type).toBe('DUCKDB');
    expect(await rowsOf('file_contents')).toBe(3);
    expect(await rowsOf('file_chunks')).toBe(5 + 7 + 1);
  });

  it('is limited by quotas, which deleting gives back', async () => {
    const quotas = (body: object) =>
      test
        .http()
        .put(`/api/platform/tenants/${tenant.slug}/quotas`)
        .set('authorization', `Bearer ${PLATFORM_KEY}`)
        .send(body)
        .expect(200);
    await quotas({ files: 2, file_mebibytes: 3 });
    await files.put('a', 'a').expect(201);
    const refused = await files.put('b', randomBytes(2 * MEBIBYTE + 1)).expect(409);
    expect(refused.body).toMatchObject({ code: 'quota_exceeded', quota: 'file_mebibytes', limit: 3 });
    await files.put('b', randomBytes(2 * MEBIBYTE)).expect(201);
    expect((await files.put('c', 'c').expect(409)).body.quota).toBe('files');
    await files.put('a', randomBytes(MEBIBYTE + 1)).expect(409);
    // Who says how long it is need not send it.
    const announced = { authorization: `Bearer ${tenant.admin}`, 'content-length': 2 * MEBIBYTE };
    const { answer } = beginUpload(test, `${tenant.base}/files/a`, announced);
    expect((await answer).status).toBe(409);
    await files.put('b', 'small').expect(200);
    await files.put('a', randomBytes(2 * MEBIBYTE)).expect(200);
    const usage = (await admin.get('/usage').expect(200)).body as Record<string, { used: number }>;
    expect([usage['files']!.used, usage['file_mebibytes']!.used]).toEqual([2, 3]);
    await files.delete('a').expect(200);
    await files.delete('b').expect(200);
    const after = (await admin.get('/usage').expect(200)).body as Record<string, { used: number }>;
    expect([after['files']!.used, after['file_mebibytes']!.used]).toEqual([0, 0]);
    expect(await rowsOf('file_contents')).toBe(0);
  });

  it('writes down who stored, replaced and deleted what', async () => {
    const events = [];
    for (const [id, send] of [
      ['create', () => files.put('f', 'one')],
      ['update', () => files.put('f', 'two')],
      ['same', () => files.put('f', 'two')],
      ['delete', () => files.delete('f')],
    ] as const) {
      const requestId = `${tenant.slug}-${id}`;
      await send().set('x-request-id', requestId);
      events.push(...(await eventsOfRequest(requestId)));
    }
    const file = (size: number, version: number) => ({
      path: 'f',
      scope: 'GLOBAL',
      size,
      version,
      source_type: null,
    });
    expect(events.map(({ action, entity_id, before, after }) => [action, entity_id, before, after])).toEqual([
      ['file.create', 'f', null, file(3, 1)],
      ['file.update', 'f', file(3, 1), file(3, 2)],
      ['file.delete', 'f', file(3, 2), null],
    ]);
  });

  it('is sealed at rest, part by part', async () => {
    const secret = 'a-secret-that-nobody-may-find-0123456789';
    await files.put('f', `${secret}${'x'.repeat(MEBIBYTE)}${secret}`).expect(201);
    const id = await tenantIdOf(tenant.slug);
    const bytes = await withClient('superuser', async (client) => {
      const { rows } = await client.query<{ sealed: Buffer }>(
        `select sealed from file_chunks where tenant_id = $1
         union all select manifest from files where tenant_id = $1`,
        [id],
      );
      return rows.map(({ sealed }) => sealed);
    });
    expect(bytes).toHaveLength(3);
    const digest = sha256(`${secret}${'x'.repeat(MEBIBYTE)}${secret}`);
    for (const sealed of bytes) {
      expect(sealed.includes(secret.slice(0, 12))).toBe(false);
      expect(sealed.includes(digest)).toBe(false);
    }
  });

  it('keeps nothing of an upload that broke off', async () => {
    const id = await tenantIdOf(tenant.slug);
    await withClient('superuser', async (client) => {
      const begun = `insert into file_contents (tenant_id, started_at) values ($1, now() - $2::interval) returning id`;
      for (const age of ['2 hours', '1 minute']) {
        const { rows } = await client.query<{ id: string }>(begun, [id, age]);
        await client.query(
          `insert into file_chunks (tenant_id, content_id, number, sealed) values ($1, $2, 1, '')`,
          [id, rows[0]!.id],
        );
      }
    });
    await asWorker(test, (maintenance) => maintenance.purgeAbandonedUploads());
    expect([await rowsOf('file_contents'), await rowsOf('file_chunks')]).toEqual([1, 1]);
  });

  it('goes with its tenant, and keeps its project', async () => {
    const project = await createProject(test, tenant);
    const own = fileClient(test, tenant, { project });
    await own.put('f', 'x').expect(201);
    const kept = await admin.delete(`/projects/${project}`).expect(409);
    expect(kept.body).toMatchObject({ code: 'project_not_empty', files: 1 });
    await own.delete('f').expect(200);
    await admin.delete(`/projects/${project}`).expect(200);
    await files.put('f', 'x').expect(201);
    await test
      .http()
      .delete(`/api/platform/tenants/${tenant.slug}?force=true`)
      .set('authorization', `Bearer ${PLATFORM_KEY}`)
      .expect(200);
  });
});
