import { isJsonObject, type JsonObject, type JsonValue } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { attachedName } from './attached-name.js';
import { checkAttached, readAttached, tidyAttached, writeAttached } from './attached.js';
import type { AttachedType } from './attached-types.js';
import type { Block, Source, TidyBlock } from './block.js';
import { readFileUrl } from './duck-url.js';

const TOKEN = 'md_token';

/** A DuckDB database: what it attaches, and the uploaded file that some clients name by `url`. */
export function duckDbBlock(types: readonly AttachedType[]): Block {
  return {
    fields: [
      { name: 'attachedDatabases', kind: 'list' },
      {
        name: 'url',
        kind: 'text',
        description: 'The name of an uploaded file, or md: and a database of MotherDuck',
      },
      { name: TOKEN, kind: 'text', secret: true },
    ],
    logins: [null, 'NONE'],
    credentialType: () => null,
    tidy: (block, path) => tidy(types, block, path),
    check: (block, path, { before }) => {
      const attached = block['attachedDatabases'];
      if (attached == null && block['url'] == null) return [missing(path)];
      return attached == null ? [] : checkAttached(types, attached, `${path}.attachedDatabases`, before);
    },
    read: (source, block, { before }) => {
      const { attachedDatabases: attached, url, [TOKEN]: token } = block;
      return {
        ...source,
        payload: {
          ...(attached === undefined ? {} : { attached: listed(types, attached, before) }),
          ...(url === undefined ? {} : { file: url === null ? null : readFileUrl(url)! }),
        },
        ...(token === undefined ? {} : { sealed: { [TOKEN]: token as string | null } }),
      };
    },
    write: (_block, source) => write(types, source),
    nameOf: (path, block) => attachedName(types, path, block),
  };
}

function tidy(types: readonly AttachedType[], block: JsonObject, path: string): TidyBlock | FieldError[] {
  const filled = Object.entries(block).filter(
    ([name, value]) => name === 'attachedDatabases' || value !== '',
  );
  const { attachedDatabases: attached, ...rest } = Object.fromEntries(filled);
  const errors = [...wrongUrl(rest['url'], `${path}.url`), ...wrongToken(rest[TOKEN], `${path}.${TOKEN}`)];
  if (errors.length > 0) return errors;
  const empty = Array.isArray(attached) && attached.length === 0;
  if (attached === undefined || (empty && rest['url'] != null)) return { block: rest };
  if (attached === null) return { block: { ...rest, attachedDatabases: null } };
  const entries = tidyAttached(types, attached, `${path}.attachedDatabases`);
  return 'errors' in entries
    ? [...entries.errors]
    : { block: { ...rest, attachedDatabases: entries.entries } };
}

function listed(
  types: readonly AttachedType[],
  attached: JsonValue,
  before: Pick<Source, 'payload'> | undefined,
): JsonValue {
  return Array.isArray(attached) ? readAttached(types, attached.filter(isJsonObject), before) : attached;
}

function write(types: readonly AttachedType[], { payload }: Source): JsonObject | null {
  const { attached, file } = payload;
  const entries = Array.isArray(attached) ? writeAttached(types, attached.filter(isJsonObject)) : undefined;
  if (entries === null) return null;
  return {
    ...(entries ? { attachedDatabases: entries } : {}),
    ...(typeof file === 'string' ? { url: file } : {}),
  };
}

function missing(path: string): FieldError {
  const message = `${path}.attachedDatabases must have an entry.`;
  return { path: `${path}.attachedDatabases`, rule: 'min_items', message };
}

function wrongUrl(url: JsonValue | undefined, path: string): FieldError[] {
  if (url == null || readFileUrl(url) !== undefined) return [];
  return [{ path, rule: 'url', message: `${path} must be the name of an uploaded file.` }];
}

function wrongToken(token: JsonValue | undefined, path: string): FieldError[] {
  if (token == null || typeof token === 'string') return [];
  return [{ path, rule: 'type', message: `${path} must be text.` }];
}
