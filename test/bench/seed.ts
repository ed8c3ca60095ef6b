import jwt from 'jsonwebtoken';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchServer } from './servers.js';

const SEEDED = 1_000;

/** A tenant with an account of each kind, and connections. */
export async function seed({ url }: BenchServer, home: string, connections = SEEDED) {
  const key = (await readFile(join(home, 'platform-admin.key'), 'utf8')).trim();
  await post(`${url}/api/platform/tenants`, key, { slug: 'bench', name: 'Bench' });
  const unlimited = { connections: 1_000_000, leases_per_minute: 1_000_000 };
  await send('PUT', `${url}/api/platform/tenants/bench/quotas`, key, unlimited);
  const base = '/api/backend/bench/configuration';
  const account = await post(`${url}${base}/service-accounts`, key, { name: 'bench', role: 'tenant_admin' });
  const { id, api_key: apiKey } = account as { id: number; api_key: string };
  const made: { id: number }[] = [];
  for (let n = 0; n < connections; n += 1) {
    made.push((await post(`${url}${base}/connections`, apiKey, connection(`seed-${n}`))) as { id: number });
  }
  const lessee = await post(`${url}${base}/service-accounts`, key, { name: 'lessee', role: 'resolver' });
  const headers = bearer(apiKey);
  const tokens = { ours: await ownToken(url, id, apiKey), shared: await sharedSecretToken(home) };
  const resolver = bearer((lessee as { api_key: string }).api_key);
  return { base, headers, resolver, firstId: made[0]!.id, tokens };
}

/** A token of the service itself. */
async function ownToken(url: string, id: number, apiKey: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok) throw new Error(`The token endpoint answered ${answer.status}.`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** A token of the development issuer, as `npm run token` makes it. */
async function sharedSecretToken(home: string): Promise<string> {
  const secret = (await readFile(join(home, 'development-jwt.secret'), 'utf8')).trim();
  return jwt.sign({ tenant: 'bench', email: 'bench@example.test', role: 'tenant_admin' }, secret, {
    subject: 'bench',
    issuer: 'patchbay-development',
    audience: 'patchbay',
    expiresIn: 3600,
  });
}

/** The same connection for both servers, by any name. */
export function connection(name: string) {
  return {
    name,
    type: 'REDSHIFT',
    credential: { type: 'SIMPLE', payload: { username: 'test', password: 'test' } },
    payload: { endpoint_prefix: 'tlm-redshift02', database: 'production_db', port: 5439 },
  };
}

/** Sends JSON, and answers what came back. @throws Error for any refusal */
export function post(url: string, key: string, body: object): Promise<unknown> {
  return send('POST', url, key, body);
}

async function send(method: string, url: string, key: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: bearer(key),
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}
