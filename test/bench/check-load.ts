import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A tenant, with a key that may test. */
export interface CheckTenant {
  readonly slug: string;
  readonly key: string;
}

/** What a check speaks to. */
export interface CheckTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: { readonly username: string; readonly password: string };
}

/** Makes tenants `bench-0`, `bench-1`, …, each with a service account. */
export async function createTenants(url: string, home: string, count: number): Promise<CheckTenant[]> {
  const platformKey = (await readFile(join(home, 'platform-admin.key'), 'utf8')).trim();
  const tenants: CheckTenant[] = [];
  for (let n = 0; n < count; n += 1) {
    const slug = `bench-${n}`;
    await post(`${url}/api/platform/tenants`, platformKey, { slug, name: slug });
    const accounts = `${url}/api/backend/${slug}/configuration/service-accounts`;
    const made = await post(accounts, platformKey, { name: 'bench', role: 'tenant_admin' });
    tenants.push({ slug, key: ((await made.json()) as { api_key: string }).api_key });
  }
  return tenants;
}

/**
 * Runs checks of several tenants, all at once.
 *
 * @param given - ends those that are still running; without it each check has to pass
 * @returns the milliseconds that each of them took
 */
export async function runChecks(
  url: string,
  tenants: readonly CheckTenant[],
  each: number,
  { login, ...place }: CheckTarget,
  given?: AbortSignal,
): Promise<number[]> {
  const body = { type: 'POSTGRES', payload: place, credential: { type: 'SIMPLE', payload: login } };
  const one = async ({ slug, key }: CheckTenant): Promise<number> => {
    const begin = performance.now();
    try {
      const path = `/api/backend/${slug}/configuration/connections/test`;
      const answer = await post(`${url}${path}`, key, body, given);
      const { ok } = (await answer.json()) as { ok: boolean };
      if (!ok) throw new Error('A check that should pass has failed.');
    } catch (error) {
      if (given === undefined) throw error;
    }
    return performance.now() - begin;
  };
  const turns = Array.from({ length: each }, () => tenants).flat();
  return Promise.all(turns.map(one));
}

async function post(url: string, key: string, body: object, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}
