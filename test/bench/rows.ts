import type { Load } from './load.js';
import { connection, type seed } from './seed.js';

export interface Row {
  readonly name: string;
  readonly goal: number;
  readonly ours: Load;
  readonly reference: Load;
}

const lease = () => JSON.stringify({ purpose: 'bench', ttl_seconds: 60 });

/** The same request with a token of the service and with one of the development issuer. */
export function tokenRow(url: string, tokens: { readonly ours: string; readonly shared: string }): Row {
  const load = (token: string): Load => ({
    url,
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  });
  return { name: 'GET by id, by token', goal: 0.95, ours: load(tokens.ours), reference: load(tokens.shared) };
}

/** Each request, to Patchbay beneath `ours` and to the server by hand. */
export function rows(
  ours: string,
  other: string,
  { headers, resolver, firstId: id }: Awaited<ReturnType<typeof seed>>,
  otherId: number,
): Row[] {
  const json = { 'content-type': 'application/json' };
  const create = (prefix: string) => {
    const run = `${prefix}-${Date.now()}`;
    return (n: number) => JSON.stringify(connection(`${run}-${n}-${Math.random()}`));
  };
  return [
    {
      name: 'GET by id',
      goal: 0.8,
      ours: { url: `${ours}/connections/${id}`, method: 'GET', headers },
      reference: { url: `${other}/connections/${id}`, method: 'GET', headers: {} },
    },
    {
      name: 'list of 50',
      goal: 0.75,
      ours: { url: `${ours}/connections?limit=50`, method: 'GET', headers },
      reference: { url: `${other}/connections?limit=50`, method: 'GET', headers: {} },
    },
    {
      name: 'create',
      goal: 0.5,
      ours: { url: `${ours}/connections`, method: 'POST', headers, body: create('ours') },
      reference: { url: `${other}/connections`, method: 'POST', headers: json, body: create('reference') },
    },
    {
      name: 'create with Idempotency-Key',
      goal: 0.35,
      ours: { url: `${ours}/connections`, method: 'POST', headers, body: create('keyed'), keyed: true },
      reference: { url: `${other}/connections`, method: 'POST', headers: json, body: create('unkeyed') },
    },
    {
      name: 'lease',
      goal: 0.5,
      ours: { url: `${ours}/connections/${id}/lease`, method: 'POST', headers: resolver, body: lease },
      reference: {
        url: `${other}/connections/${otherId}/secret`,
        method: 'POST',
        headers: json,
        body: lease,
      },
    },
  ];
}
