import { EgressPolicy } from '#platform/egress';

import { clientOptions } from '../families/aws/client-options.js';
import { azurePipelineOptions } from '../families/azure/azure-pipeline.js';
import type { Errand } from './errand.js';
import type { ProbeContext } from './probe.js';
import { runCheck } from './run-check.js';

const DEADLINE_MS = 5_000;
const PAGE_MS = 120_000;
const place = { endpoint: 'https://example.test', region: 'eu', secure: true, allowed: [] };
const key = { accessKeyId: 'key', secretAccessKey: 'secret' };

/** What a driver is told at its login. */
async function limitsOf(errand?: Errand): Promise<number[]> {
  const limits: number[] = [];
  const open = async (_: unknown, context: ProbeContext) => {
    limits.push(
      context.statementMs(),
      clientOptions(context, place, key).requestHandler.requestTimeout,
      azurePipelineOptions(context).retryOptions.tryTimeoutInMs,
    );
    return Promise.reject(new Error('no source'));
  };
  await runCheck(
    open,
    {
      target: { payload: {}, credential: null, transport: null },
      tlsMode: 'prefer',
      hostKeys: { policy: 'strict', known: [] },
      deadlineMs: DEADLINE_MS,
      uploadFolder: null,
      jdbcFolder: null,
      awsIdentity: null,
      ...(errand ? { errand } : {}),
    },
    {
      policy: new EgressPolicy({ allow: { networks: [], hosts: [] }, own: [] }),
      temporaryFolder: '',
      ended: new AbortController().signal,
    },
  );
  return limits;
}

describe('the longest that a driver lets a statement take', () => {
  it('is what a check has left', async () => {
    for (const limit of await limitsOf()) expect(limit).toBeLessThanOrEqual(DEADLINE_MS);
  });

  it.each<Errand>([
    {
      kind: 'catalog',
      filter: { schemas: [], include: [], exclude: [] },
      pageSize: 1,
      pageMs: PAGE_MS,
      changedOnly: false,
    },
    {
      kind: 'look',
      table: { catalog: null, schema: null, name: 't' },
      wishes: { rows: 0, categories: [] },
      pageMs: PAGE_MS,
    },
  ])('is what a page may take, though the login has less: $kind', async (errand) => {
    expect(await limitsOf(errand)).toEqual([PAGE_MS, PAGE_MS, PAGE_MS]);
  });
});
