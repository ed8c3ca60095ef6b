import type { JsonObject } from '#connector-sdk';
import { TABLE_STATUSES } from '#core';
import type { ConnectionAnswer } from '../wire.js';
import type { ColumnAnswer, TableAnswer } from '../wire-tables.js';

export const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
export const arrayOf = (items: JsonObject): JsonObject => ({ type: 'array', items });
const orNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });

const TEXT: JsonObject = { type: 'string' };
const FLAG: JsonObject = { type: 'boolean' };
const ID: JsonObject = { type: 'string', pattern: '^[1-9]\\d{0,15}$' };
const TIME: JsonObject = { type: 'string', format: 'date-time' };
const OBJECT: JsonObject = { type: 'object' };
const NAMES: JsonObject = { ...arrayOf({ type: 'string', minLength: 1, maxLength: 255 }), maxItems: 1_000 };
/** What stands in a secret's place. */
const TOKEN: JsonObject = {
  type: 'string',
  pattern: '^pbc1_[\\w-]{22}$',
  description: 'Stands for what is stored, and can be sent back to keep it. Nothing can be opened with it.',
};
const PORT: JsonObject = { type: ['string', 'integer'], default: '22' };

/** A closed object whose members are always all there, in step with the type. */
function answer<Answer extends object>(
  description: string,
  properties: Record<keyof Answer & string, JsonObject>,
): JsonObject {
  return {
    type: 'object',
    description,
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** What a client sends: members that are not named here are ignored. */
function body(
  description: string,
  properties: Readonly<Record<string, JsonObject>>,
  required: readonly string[],
): JsonObject {
  return { type: 'object', description, properties, ...(required.length > 0 ? { required } : {}) };
}

const SSH_REQUEST = body(
  'The SSH server to go through: with a password, a private key, or both.',
  {
    host: TEXT,
    username: TEXT,
    port: { type: ['string', 'integer', 'null'], default: '22' },
    password: orNull(TEXT),
    private_key: { ...orNull(TEXT), description: 'PEM or OpenSSH text.' },
    private_key_password: orNull(TEXT),
  },
  ['host', 'username'],
);

const STORAGE_REQUEST = body(
  'Where the client keeps files of its own; kept for it, with sealed keys.',
  {
    name: TEXT,
    access_key_id: orNull(TEXT),
    secret_access_key: orNull(TEXT),
    region: orNull(TEXT),
    bucket: orNull(TEXT),
  },
  ['name'],
);

export const SCHEMAS: Readonly<Record<string, JsonObject>> = {
  DatabaseConnectionRequest: body(
    'A database connection. Where a secret stands, a PUT also takes the token of an answer, which keeps it.',
    {
      alias: { type: 'string', minLength: 1, maxLength: 255 },
      connection_uri: { type: 'string', minLength: 1, maxLength: 32_768 },
      use_ssh: { type: ['boolean', 'null'], default: false },
      ssh_settings: orNull(SSH_REQUEST),
      path_to_credentials_file: {
        ...orNull(TEXT),
        description: 'A file of the upload area: the key of the SSH server, or of a Google service account.',
      },
      llm_api_key: orNull(TEXT),
      file_storage: orNull(STORAGE_REQUEST),
      schemas: { ...orNull(NAMES), description: 'None: the default of the engine.' },
      metadata: orNull(OBJECT),
    },
    ['alias', 'connection_uri'],
  ),
  DatabaseConnection: answer<ConnectionAnswer>('A database connection.', {
    id: ID,
    alias: TEXT,
    dialect: { ...TEXT, examples: ['postgresql'] },
    use_ssh: FLAG,
    connection_uri: TOKEN,
    path_to_credentials_file: orNull(TEXT),
    llm_api_key: orNull(TOKEN),
    ssh_settings: orNull(
      answer<NonNullable<ConnectionAnswer['ssh_settings']>>('The SSH server.', {
        host: TEXT,
        username: TEXT,
        password: orNull(TOKEN),
        port: PORT,
        private_key_password: orNull(TOKEN),
        private_key: orNull(TOKEN),
      }),
    ),
    file_storage: orNull(
      answer<NonNullable<ConnectionAnswer['file_storage']>>('Where the client keeps files.', {
        name: TEXT,
        access_key_id: orNull(TOKEN),
        secret_access_key: orNull(TOKEN),
        region: orNull(TEXT),
        bucket: orNull(TEXT),
      }),
    ),
    schemas: orNull(NAMES),
    metadata: orNull(OBJECT),
    created_at: TIME,
  }),
  TableDescriptionAnswer: answer<TableAnswer>('A table.', {
    id: ID,
    db_connection_id: ID,
    table_name: TEXT,
    schema_name: orNull(TEXT),
    description: orNull(TEXT),
    table_schema: { ...orNull(TEXT), description: 'The statement that makes it.' },
    columns: arrayOf(ref('TableDescriptionColumn')),
    examples: arrayOf({ type: 'object', additionalProperties: orNull(TEXT) }),
    last_schema_sync: orNull(TIME),
    status: { type: 'string', enum: [...TABLE_STATUSES] },
    error_message: orNull(TEXT),
    metadata: orNull(OBJECT),
    created_at: TIME,
  }),
  TableDescriptionColumn: answer<ColumnAnswer>('A column.', {
    name: TEXT,
    data_type: TEXT,
    is_primary_key: FLAG,
    description: orNull(TEXT),
    low_cardinality: FLAG,
    categories: orNull(arrayOf(TEXT)),
    foreign_key: orNull(
      answer<NonNullable<ColumnAnswer['foreign_key']>>('What it points to.', {
        field_name: TEXT,
        reference_table: TEXT,
      }),
    ),
  }),
  TableDescriptionRequest: body(
    'What people say of a table; what is absent stays.',
    {
      description: orNull({ type: 'string', maxLength: 4_000 }),
      columns: arrayOf(
        body('Of a column.', { name: TEXT, description: orNull({ type: 'string', maxLength: 4_000 }) }, [
          'name',
        ]),
      ),
      metadata: orNull(OBJECT),
    },
    [],
  ),
  TableRefreshRequest: body('Whose tables.', { db_connection_id: ID }, []),
  TableSyncRequest: {
    description: 'Some tables by their ids, or those of a connection.',
    anyOf: [
      body('By id.', { ids: arrayOf(ID) }, ['ids']),
      body('Of a connection.', { db_connection_id: ID, table_names: orNull(arrayOf(TEXT)) }, [
        'db_connection_id',
      ]),
    ],
  },
  DatabaseConnectionError: {
    type: 'object',
    description: 'What went wrong, without secrets and without the text of any driver.',
    properties: {
      error_code: { ...TEXT, examples: ['invalid_database_connection'] },
      message: TEXT,
      description: TEXT,
      detail: { ...orNull(OBJECT), description: 'Of the request what is no secret.' },
    },
    required: ['error_code', 'message', 'description', 'detail'],
    additionalProperties: false,
  },
};
