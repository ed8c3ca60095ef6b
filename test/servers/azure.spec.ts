import https from 'node:https';

import {
  ContainerClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  newPipeline,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';

import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { failureOf, warningsOf } from '../support/probe.js';
import { type Azurite, startAzurite } from '../support/servers/azurite.js';

const HOUR_MS = 3_600_000;

describe('AZURE, by its emulator', () => {
  let authority: TestAuthority;
  let azurite: Azurite;
  let prober: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    azurite = await startAzurite(await authority.issue('lake.blob.core.windows.net'));
    await fill(azurite);
    prober = await startCloudProber('azure');
  });
  afterAll(async () => {
    await prober?.close();
    await azurite?.close();
    await authority.close();
  });

  const withKey = (key: string) => ({ type: 'AZURE_KEY', payload: { account_key: key } });
  const withSas = (permissions: string, endsInMs = HOUR_MS) => {
    const { account, key } = azurite;
    const sas = generateBlobSASQueryParameters(
      {
        containerName: 'raw',
        permissions: ContainerSASPermissions.parse(permissions),
        expiresOn: new Date(Date.now() + endsInMs),
      },
      new StorageSharedKeyCredential(account, key),
    );
    return { type: 'AZURE_SAS', payload: { sas_key: sas.toString() } };
  };
  const target = (credential: { type: string; payload: JsonObject }, fields: JsonObject = {}) => ({
    payload: {
      storage_account: azurite.account,
      bucket: 'raw',
      prefix: '/',
      endpoint_suffix: 'core.windows.net',
      ...fields,
    },
    credential,
  });
  const probe = (credential: { type: string; payload: JsonObject }, fields: JsonObject = {}) =>
    prober.probe({ port: azurite.port, ca: authority.ca }, target(credential, fields));

  it('has files and folders with rows as tables', async () => {
    const { tables } = await prober.catalog({ port: azurite.port, ca: authority.ca }, target(withSas('rl')));
    expect(tables.map(({ schema, name, kind, comment }) => [schema, name, kind, comment])).toEqual(TABLES);
  });

  it('looks at a blob closely, whose name needs to be encoded', async () => {
    const table = { catalog: null, schema: 'in', name: 'a b+ü.csv' };
    const cloud = { port: azurite.port, ca: authority.ca };
    for (const credential of [withKey(azurite.key), withSas('rl')])
      expect(await prober.look(cloud, target(credential), table, { rows: 3, categories: ['id'] })).toEqual({
        ddl: null,
        rows: [{ id: '1' }],
        categories: { id: ['1'] },
      });
  });

  it('logs in with key and signature, and lists', async () => {
    for (const credential of [withKey(azurite.key), withSas('rl')]) {
      const outcome = await probe(credential);
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual([]);
      expect(warningsOf(await probe(credential, { prefix: 'in/' }))).toEqual([]);
      expect(warningsOf(await probe(credential, { prefix: 'out/' }))).toEqual(['nothing_visible']);
    }
  });

  it('knows what is wrong', async () => {
    const wrong = withKey(Buffer.from('another key').toString('base64'));
    // Azure says AuthenticationFailed for the first and the last of them.
    expect(failureOf(await probe(wrong))).toBe('database: permission_denied');
    expect(failureOf(await probe(withSas('r')))).toBe('database: permission_denied');
    expect(failureOf(await probe(withSas('rl', -HOUR_MS)))).toBe('database: permission_denied');
    expect(failureOf(await probe(withKey(azurite.key), { bucket: 'nowhere' }))).toBe(
      'database: bucket_not_found',
    );
  });
});

const NAMES = [
  'in/a b+ü.csv',
  'readme.txt',
  'lake/hits/year=2026/month=01/0.parquet',
  'lake/orders/_delta_log/00000000000000000000.json',
  'lake/orders/part-0.parquet',
];
/** What it answers for the container `raw`. */
const TABLES = [
  ['in', 'a b+ü.csv', 'file', 'csv'],
  ['lake', 'hits', 'folder', 'parquet, partitioned by year, month'],
  ['lake', 'orders', 'folder', 'delta'],
];

async function fill({ port, account, key }: Azurite): Promise<void> {
  const pipeline = newPipeline(new StorageSharedKeyCredential(account, key), {
    retryOptions: { maxTries: 1 },
  });
  // The certificate is for the account's name; here it goes by its address.
  const agent = new https.Agent({ rejectUnauthorized: false });
  pipeline.factories.push({
    create: (next) => ({
      sendRequest: (request) => {
        request.agent = agent;
        return next.sendRequest(request);
      },
    }),
  });
  const container = new ContainerClient(`https://127.0.0.1:${port}/${account}/raw`, pipeline);
  await container.create();
  for (const name of NAMES) await container.getBlockBlobClient(name).upload('id\n1\n', 5);
  agent.destroy();
}
