import { type JsonObject, textOf } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { Block } from './block.js';
import { FIRST_DATABASE, type MotherDuckUrl, readMotherDuckUrl } from './duck-url.js';

const TOKEN = { kind: 'text', secret: true, at: { credential: 'token' } } as const;

export const MOTHERDUCK: Block = {
  fields: [
    { name: 'accessToken', ...TOKEN },
    { name: 'database', kind: 'text', at: { payload: 'database' } },
  ],
  aliases: ['url', 'md_token'],
  logins: ['TOKEN'],
  credentialType: () => 'TOKEN',
  tidy: ({ url, md_token, ...fields }, path) => {
    const named = readUrl(url, path);
    if (Array.isArray(named)) return named;
    const token = fields['accessToken'] ?? md_token ?? named?.token;
    const database = fields['database'] ?? named?.database;
    return {
      block: {
        ...fields,
        ...(token === undefined ? {} : { accessToken: token }),
        ...(database === undefined ? {} : { database }),
      },
    };
  },
  read: (source) => ({
    ...source,
    payload: { ...source.payload, database: source.payload['database'] ?? FIRST_DATABASE },
  }),
};

/** What some clients call a DuckDB database: one of MotherDuck, by its URL. */
export const DUCKDB_AT_MOTHERDUCK: Block = {
  fields: [
    { name: 'url', kind: 'text' },
    { name: 'md_token', ...TOKEN },
    { name: 'attachedDatabases', kind: 'list' },
  ],
  logins: ['TOKEN'],
  credentialType: () => 'TOKEN',
  tidy: ({ url, attachedDatabases, ...fields }, path) => {
    if (Array.isArray(attachedDatabases) && attachedDatabases.length > 0) return [both(path)];
    const named = readUrl(url, path);
    if (Array.isArray(named)) return named;
    const token = fields['md_token'] ?? named?.token;
    return {
      block: {
        ...(named ? { url: `md:${named.database}` } : {}),
        ...(token === undefined ? {} : { md_token: token }),
      },
    };
  },
  read: (source, { url }) => ({
    ...source,
    payload: { database: readMotherDuckUrl(url)?.database ?? FIRST_DATABASE },
  }),
  write: (_block, { payload }) => ({ url: `md:${textOf(payload, 'database') ?? ''}` }),
};

function readUrl(
  url: JsonObject[string] | undefined,
  path: string,
): MotherDuckUrl | undefined | FieldError[] {
  if (url == null || url === '') return undefined;
  const message = `${path}.url must be md: and the name of a database.`;
  return readMotherDuckUrl(url) ?? [{ path: `${path}.url`, rule: 'url', message }];
}

function both(path: string): FieldError {
  const message = `${path} must have attachedDatabases or a url of MotherDuck, not both.`;
  return { path, rule: 'either', message };
}
