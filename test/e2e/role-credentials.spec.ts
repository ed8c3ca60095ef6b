import { resolve } from 'node:path';
import type { JsonObject } from '#connector-sdk';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { createTenant, redshift } from '../support/tenant.js';

const ROLE = { role_arn: 'arn:aws:iam::123456789012:role/reader' };
const OTHER_ROLE = { role_arn: 'arn:aws:iam::123456789012:role/writer' };
const KEYS = { access_key: 'AKIDEXAMPLE', secret_key: 'not-a-secret' };
const EXTERNAL_ID = /^patchbay-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a credential with a role', () => {
  let test: TestApp;
  let admin: NativeClient;
  beforeAll(async () => {
    const telling = resolve('dist/test/support/telling-driver.js');
    test = await startTestApp({
      checks: {
        ...LOCAL_CHECKS,
        extraOpeners: { S3: telling, REDSHIFT: telling },
        awsIdentity: { accessKeyId: 'AKIDIDENTITY', secretAccessKey: 'identity-secret' },
      },
    });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    admin = nativeClient(test, await createTenant(test));
  });

  interface Shown extends JsonObject {
    readonly id: number;
    readonly server_fields: { readonly external_id?: string };
  }
  const role = (payload: JsonObject = ROLE) => ({ name: unique('role'), type: 'AWS', payload });
  const bucket = (credential: JsonObject) => ({
    name: unique('bucket'),
    type: 'S3',
    payload: { bucket: 'landing' },
    credential,
  });
  const made = async (payload?: JsonObject) =>
    (await admin.post('/credentials', role(payload)).expect(201)).body as Shown;
  const own = async (payload: JsonObject = ROLE) => {
    const body = bucket({ type: 'AWS', payload });
    const { id, credential_id } = (await admin.post('/connections', body).expect(201)).body as JsonObject;
    return {
      connection: `/connections/${id as number}`,
      credential: `/credentials/${credential_id as number}`,
    };
  };
  const externalId = async (path: string) =>
    ((await admin.get(path).expect(200)).body as Shown).server_fields.external_id;

  it('has an external id of its own, made by the server', async () => {
    const [one, two] = [await made(), await made()];
    const inline = await externalId((await own()).credential);
    const ids = [one.server_fields.external_id, two.server_fields.external_id, inline];
    for (const id of ids) expect(id).toMatch(EXTERNAL_ID);
    expect(new Set(ids).size).toBe(3);
    expect((await made(KEYS)).server_fields).toEqual({});
  });

  it('takes none from a caller', async () => {
    const stolen = { ...ROLE, external_id: 'patchbay-of-somebody-else' };
    const refused = await admin.post('/credentials', role(stolen)).expect(422);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({ path: 'payload.external_id', rule: 'read_only' }),
    ]);
    const { id, server_fields } = await made();
    const path = `/credentials/${id}`;
    for (const change of [{ payload: stolen }, { server_fields: {} }, { server_fields: stolen }]) {
      await admin.put(path, change).expect(422);
    }
    await admin.put(path, { name: unique('renamed'), server_fields }).expect(200);
    expect(await externalId(path)).toBe(server_fields.external_id);
  });

  it('keeps it when it changes, and loses it with its role', async () => {
    const { id, server_fields } = await made();
    const { connection, credential } = await own();
    const first = await externalId(credential);
    await admin.put(`/credentials/${id}`, { payload: OTHER_ROLE }).expect(200);
    await admin.put(connection, { credential: { type: 'AWS', payload: OTHER_ROLE } }).expect(200);
    expect(await externalId(`/credentials/${id}`)).toBe(server_fields.external_id);
    expect(await externalId(credential)).toBe(first);
    await admin.put(`/credentials/${id}`, { payload: { ...KEYS, role_arn: null } }).expect(200);
    expect(await externalId(`/credentials/${id}`)).toBeUndefined();
  });

  it('is tested with its external id and the identity of the deployment, which nobody else gets', async () => {
    const tested = async (path: string, body: JsonObject = {}) =>
      ((await admin.post(`${path}/test`, body).expect(200)).body as { server: { product: string } }).server
        .product;
    const { connection } = await own();
    const connection_id = Number(connection.split('/').at(-1));
    const replaced = { connection_id, credential: { type: 'AWS', payload: OTHER_ROLE } };
    expect(await tested(connection)).toBe('role + external id + identity');
    expect(await tested('/connections', replaced)).toBe('role + external id + identity');
    const { id } = await made();
    expect(await tested('/connections', bucket({ id }))).toBe('role + external id + identity');
    expect(await tested('/connections', bucket({ type: 'AWS', payload: ROLE }))).toBe('role + identity');
    expect(await tested((await own(KEYS)).connection)).toBe('nothing');
    expect(await tested('/connections', redshift())).toBe('nothing');
  });
});
