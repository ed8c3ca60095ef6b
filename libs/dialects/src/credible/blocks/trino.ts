import { isIPv6 } from 'node:net';
import { type JsonObject, type JsonValue, textOf } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { Block, Source, TidyBlock } from './block.js';

const WITH_PASSWORD = 'SIMPLE';
const ANONYMOUS = 'NONE';
const PEAKA = 'peakaKey';
/** A host, with or without scheme and port; anything behind them would be lost, and is refused. */
const SERVER = /^(?:(https?):\/\/)?(\[[^\]/@]+\]|[^:/?#@[\]]+)(?::(\d{1,5}))?\/?$/i;

export const TRINO: Block = {
  fields: [
    { name: 'server', kind: 'text', description: 'A host, or the URL of one' },
    { name: 'port', kind: 'integer', at: { payload: 'port' } },
    { name: 'catalog', kind: 'text', at: { payload: 'catalog' } },
    { name: 'schema', kind: 'text', at: { payload: 'schema' } },
    { name: 'user', kind: 'text' },
    { name: 'password', kind: 'text', secret: true, at: { credential: 'password', of: WITH_PASSWORD } },
    { name: PEAKA, kind: 'text', secret: true },
  ],
  logins: [WITH_PASSWORD, ANONYMOUS, null],
  credentialType: ({ brought, held }) =>
    brought.has('password') || held.has('password') ? WITH_PASSWORD : ANONYMOUS,
  tidy,
  read: (source, block) => ({
    ...withUser({ ...source, payload: { ...source.payload, ...placeOf(block['server']) } }, block['user']),
    ...(block[PEAKA] === undefined ? {} : { sealed: { [PEAKA]: block[PEAKA] as string | null } }),
  }),
  write: (block, { payload, credential }) => {
    const host = textOf(payload, 'host') ?? '';
    const scheme = textOf(payload, 'scheme');
    const server = scheme === undefined ? host : `${scheme}://${inUrl(host)}`;
    const user = credential?.payload['username'] ?? payload['user'];
    return { server, ...block, ...(user == null ? {} : { user }) };
  },
};

/** A server that names its port says what the port is. */
function tidy(block: JsonObject, path: string): TidyBlock | FieldError[] {
  const { server, ...fields } = block;
  const errors = [...wrongServer(server, `${path}.server`), ...wrongText(fields[PEAKA], `${path}.${PEAKA}`)];
  if (errors.length > 0) return errors;
  if (typeof server !== 'string') return { block };
  const port = SERVER.exec(server)![3];
  if (port === undefined) return { block };
  const given = textOf(fields, 'port');
  if (given !== undefined && given !== port) {
    const message = `${path}.port must be the port that ${path}.server names.`;
    return [{ path: `${path}.port`, rule: 'same_port', message }];
  }
  return { block: { ...fields, server: server.replace(/:\d+\/?$/, ''), port: Number(port) } };
}

function wrongServer(server: unknown, path: string): FieldError[] {
  if (server == null || (typeof server === 'string' && SERVER.test(server))) return [];
  const message = `${path} must be a host, or http:// or https:// and a host, without user or path.`;
  return [{ path, rule: 'server', message }];
}

function wrongText(value: unknown, path: string): FieldError[] {
  if (value == null || (typeof value === 'string' && value !== '')) return [];
  return [{ path, rule: 'type', message: `${path} must be text, and not empty.` }];
}

function placeOf(server: JsonValue | undefined): JsonObject {
  if (typeof server !== 'string') return server === undefined ? {} : { host: server };
  const [, scheme, host = ''] = SERVER.exec(server)!;
  return { host: host.replace(/^\[|\]$/g, ''), scheme: scheme?.toLowerCase() ?? null };
}

/** Who has no password has no credential: the payload then says who asks. */
function withUser(source: Source, user: JsonValue | undefined): Source {
  const { payload, credential } = source;
  if (credential?.type !== WITH_PASSWORD) {
    return user === undefined ? source : { ...source, payload: { ...payload, user } };
  }
  const login: JsonObject = user === undefined ? {} : { username: user };
  return {
    ...source,
    payload: { ...payload, user: null },
    credential: { ...credential, payload: { ...login, ...credential.payload } },
  };
}

function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
