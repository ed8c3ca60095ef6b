import { randomBytes } from 'node:crypto';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { Canaries, type Trace } from '../support/canary/canaries.js';
import { visitFiles, visitTables } from '../support/canary/stored-bytes.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { type FileClient, beginUpload, fileClient, sqliteFile } from '../support/files.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const MEBIBYTE = 1024 * 1024;
const NONE = { type: 'NONE', payload: {} };

describe('what is in an uploaded file', () => {
  const canaries = new Canaries();
  let test: TestApp;
  let tenant: TestTenant;
  let files: FileClient;
  let admin: NativeClient;
  const answers: string[] = [];
  beforeAll(async () => {
    test = await startTestApp({ checks: LOCAL_CHECKS });
    tenant = await createTenant(test);
    files = fileClient(test, tenant);
    admin = nativeClient(test, tenant);
  });
  afterAll(() => test.close());

  /** The status of an answer that is looked at in the end, too. */
  async function statusOf(sent: ReturnType<FileClient['get']>): Promise<number> {
    const { status, text, headers } = await sent;
    answers.push(`${text}${JSON.stringify(headers)}`);
    return status;
  }

  it('is taken, right and wrong, and used by checks', async () => {
    const large = (bytes: number) => Buffer.concat([Buffer.from(canaries.next()), randomBytes(bytes)]);
    expect(await statusOf(files.put('key.pem', canaries.next()))).toBe(201);
    expect(await statusOf(files.put('key.pem', canaries.next()))).toBe(200);
    expect(await statusOf(files.put('chunks', large(2 * MEBIBYTE)))).toBe(201);
    expect(await statusOf(files.put('chunks', large(5 * MEBIBYTE)))).toBe(413);
    expect(await statusOf(files.put('key.pem', canaries.next()).set('if-match', '"9"'))).toBe(412);
    expect(await statusOf(files.put('..%2fkey.pem', canaries.next()))).toBe(400);
    expect(
      await statusOf(files.put('json', `{"a": "${canaries.next()}`).set('content-type', 'application/json')),
    ).toBe(201);
    expect(await statusOf(fileClient(test, tenant, { token: 'nobody' }).put('x', canaries.next()))).toBe(401);
    const upload = beginUpload(test, `${tenant.base}/files/half`, {
      authorization: `Bearer ${tenant.admin}`,
      'content-length': 4 * MEBIBYTE,
    });
    upload.write(large(MEBIBYTE));
    upload.breakOff();
    await test
      .http()
      .put(`/api/platform/tenants/${tenant.slug}/quotas`)
      .set('authorization', `Bearer ${PLATFORM_KEY}`)
      .send({ files: 4 })
      .expect(200);
    const database = await sqliteFile(`create table t(v text); insert into t values ('${canaries.next()}')`);
    expect(await statusOf(files.put('shop.db', database))).toBe(201);
    expect(await statusOf(files.put('one-more', canaries.next()))).toBe(409);
    for (const file of ['shop.db', 'key.pem']) {
      const body = { name: file, type: 'SQLITE', payload: { file }, credential: NONE };
      const { id } = (await admin.post('/connections', body).expect(201)).body as { id: number };
      expect(await statusOf(admin.post(`/connections/${id}/test`))).toBe(200);
    }
    for (const path of ['key.pem', 'chunks', 'shop.db']) expect(await statusOf(files.get(path))).toBe(200);
    expect(await statusOf(files.list())).toBe(200);
    expect(await statusOf(files.delete('key.pem'))).toBe(409);
    expect(await statusOf(files.delete('chunks'))).toBe(200);
    expect(await statusOf(admin.get('/audit-events'))).toBe(200);
  });

  it('stands in no answer, no log line, no table and no file of the database', async () => {
    const found: Trace[] = [];
    const look = (where: string, content: Buffer | string) =>
      void found.push(...canaries.tracesIn(where, content));
    for (const text of answers) look('an answer', text);
    for (const line of test.logged) look('a log line', line);
    await visitTables(look);
    await visitFiles(look);
    expect(answers.length).toBeGreaterThan(15);
    expect(canaries.made).toBeGreaterThan(8);
    expect(found).toEqual([]);
  });
});
