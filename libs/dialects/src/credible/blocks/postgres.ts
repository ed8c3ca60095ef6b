import { type ConnectorRegistry, type JsonObject, parseConnectionUri, UriError } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { Block, BlockField, TidyBlock } from './block.js';

const FIELDS: readonly BlockField[] = [
  { name: 'host', kind: 'text', at: { payload: 'host' } },
  { name: 'port', kind: 'integer', at: { payload: 'port' } },
  { name: 'databaseName', kind: 'text', at: { payload: 'database' } },
  { name: 'userName', kind: 'text', at: { credential: 'username' } },
  { name: 'password', kind: 'text', secret: true, at: { credential: 'password' } },
  {
    name: 'connectionString',
    kind: 'text',
    secret: true,
    description: 'A URI in place of the fields, taken apart when it comes in',
  },
];

/** @param native - our type: URIs of other engines with the same protocol are not meant */
export function postgresBlock(registry: ConnectorRegistry, native: string): Block {
  return {
    fields: FIELDS,
    logins: ['SIMPLE'],
    credentialType: () => 'SIMPLE',
    tidy: (block, path) => tidy(registry, native, block, `${path}.connectionString`),
  };
}

/** A connection string goes before the fields beside it, with what it leaves out; the string itself is forgotten. */
function tidy(
  registry: ConnectorRegistry,
  native: string,
  block: JsonObject,
  path: string,
): TidyBlock | FieldError[] {
  const { connectionString: uri, ...fields } = block;
  if (uri == null) return { block: fields };
  if (typeof uri !== 'string') return [{ path, rule: 'type', message: `${path} must be text.` }];
  const parsed = parseConnectionUri(registry, uri);
  if (parsed instanceof UriError) return [{ path, rule: 'uri', message: `${path}: ${parsed.message}` }];
  if (parsed.type !== native) {
    return [{ path, rule: 'uri', message: `${path} must begin with postgresql:// or postgres://.` }];
  }
  const { payload, credential, transport, schemas } = parsed;
  const said = { ...payload, ...credential?.payload };
  const taken = FIELDS.flatMap(({ name, at }) =>
    at ? [[name, said['payload' in at ? at.payload : at.credential] ?? null] as const] : [],
  );
  return {
    block: { ...fields, ...Object.fromEntries(taken) },
    ...(transport ? { transport } : {}),
    ...(schemas ? { schemas } : {}),
  };
}
