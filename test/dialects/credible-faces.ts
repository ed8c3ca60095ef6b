import { type ConnectorRegistry, credentialType, type JsonObject } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { DomainError } from '#platform/errors';
import {
  readChange,
  type ReadConnection,
  readNewConnection,
} from '../../libs/dialects/src/credible/read-connection.js';
import { type TypeFace, typeFaces } from '../../libs/dialects/src/credible/type-table.js';
import { type WrittenFace, writeFace } from '../../libs/dialects/src/credible/write-connection.js';

export const KEY_FILE = {
  type: 'service_account',
  project_id: 'from-the-key',
  private_key_id: 'abc',
  private_key: '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n',
  client_email: 'reader@from-the-key.iam.gserviceaccount.com',
  client_id: '1',
};
export const KEY_TEXT = JSON.stringify(KEY_FILE);

const registry: ConnectorRegistry = await loadConnectors();
export const faces: readonly TypeFace[] = typeFaces(registry);

export const read = (body: JsonObject): ReadConnection =>
  readNewConnection(faces, { name: 'sales', ...body });

export function refusal(work: () => unknown): { code: string; messages: string[] } {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.kind, messages: (error.details.errors ?? []).map(({ message }) => message) };
  }
  throw new Error('It was not refused.');
}

/** What a stored connection would have open. */
export function stored({ body, attributes }: ReadConnection): {
  payload: JsonObject;
  credential: { type: string; payload: JsonObject } | null;
  open: JsonObject;
} {
  const connector = registry.get(body['type'] as string)!;
  const credential = (body['credential'] ?? null) as { type: string; payload: JsonObject } | null;
  expect(connector.validatePayload(body['payload'])).toEqual([]);
  expect(connector.validateTransport(body['transport'])).toEqual([]);
  if (credential)
    expect(credentialType(credential.type)!.validate(credential.payload, connector)).toEqual([]);
  const secret = credential ? credentialType(credential.type)!.secretFields : [];
  const open = Object.entries(credential?.payload ?? {}).filter(([name]) => !secret.includes(name));
  return {
    payload: connector.splitPayload(body['payload'] as JsonObject).open,
    credential: credential && { type: credential.type, payload: Object.fromEntries(open) },
    open: attributes?.open ?? {},
  };
}

export function written(connection: ReadConnection, more: JsonObject = {}): WrittenFace | undefined {
  const { payload, credential, open } = stored(connection);
  const view = {
    name: 'sales',
    type: connection.body['type'] as string,
    payload,
    transport: (connection.body['transport'] ?? null) as JsonObject | null,
    include_tables: null,
    exclude_tables: null,
    exclude_all_tables: false,
    indexing_status: 'UNKNOWN',
    indexing_status_last_updated: null,
    ...more,
  };
  return writeFace(faces, view, credential, open);
}

export function change(connection: ReadConnection, block: JsonObject): ReadConnection {
  const face = written(connection)!;
  const { payload, credential } = stored(connection);
  return readChange({ ...face, source: { payload, credential } }, { [face.face.member]: block });
}

export const POSTGRES = {
  host: 'db.example.com',
  port: 5433,
  databaseName: 'shop',
  userName: 'reader',
  password: 'p@ss',
};
export const SNOWFLAKE = { account: 'org-acc', username: 'READER', warehouse: 'WH' };
