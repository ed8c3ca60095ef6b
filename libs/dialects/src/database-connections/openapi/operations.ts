import type { JsonObject } from '#connector-sdk';
import { arrayOf, ref } from './schemas.js';

const JSON_TYPE = 'application/json';

const TEXTS: Readonly<Record<number, string>> = {
  400: 'The request, or what the test of the connection found: `invalid_request`, `invalid_database_uri_format`, `invalid_database_connection`, `ssh_invalid_database_connection`, `empty_database`, `schema_not_supported`, `db_connection_alias_exists`, `secret_reentry_required`, `project_required`.',
  401: 'Nobody is known by this credential.',
  403: 'Visible, and not permitted.',
  404: 'There is no such thing, or it belongs to somebody else.',
  409: 'What is stored forbids it.',
  412: 'It was changed meanwhile.',
  413: 'The body is too large.',
  415: 'The body is no JSON.',
  429: 'Too much at once; `Retry-After` says when to try again.',
  500: '`unknown_error`.',
  503: '`unknown_error`; try again in a while.',
};

const RETRY_AFTER: JsonObject = {
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } },
};

/** Of the contract beside each route's own: every route answers them. */
const ALWAYS = [400, 401, 403, 429, 500, 503];

function errors(statuses: readonly number[]): JsonObject {
  return Object.fromEntries(
    [...ALWAYS, ...statuses]
      .sort((one, other) => one - other)
      .map((status) => [
        status,
        {
          description: TEXTS[status] ?? '',
          headers: status === 429 || status === 503 ? RETRY_AFTER : {},
          content: { [JSON_TYPE]: { schema: ref('DatabaseConnectionError') } },
        },
      ]),
  );
}

const PROJECT: JsonObject = {
  name: 'X-Patchbay-Project',
  in: 'header',
  description: 'The project to work in, by id or name; required of who is bound to several.',
  schema: { type: 'string' },
};
const KEY: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Makes it safe to send the request again, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const inQuery = (name: string, description: string): JsonObject => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string' },
});
const PAGE: readonly JsonObject[] = [
  {
    name: 'limit',
    in: 'query',
    description: 'Most items of a page.',
    schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 1_000 },
  },
  inQuery('cursor', 'Where the page before ended; follow the `Link` header.'),
];
const inPath = (name: string): JsonObject => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
});
const LINK: JsonObject = {
  Link: { description: 'The next page: `<…>; rel="next"`.', schema: { type: 'string' } },
};

interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly permission: string;
  readonly parameters?: readonly JsonObject[];
  readonly body?: { readonly schema: string; readonly optional?: true; readonly examples?: JsonObject };
  readonly status?: 201;
  readonly answer: JsonObject;
  readonly paged?: true;
  readonly errors: readonly number[];
}

function operation(one: Operation): JsonObject {
  const { id, summary, description, permission, parameters = [], body, status = 200, paged } = one;
  const need = `Needs the permission \`${permission}\`.`;
  return {
    operationId: id,
    summary,
    description: description === undefined ? need : `${description}\n\n${need}`,
    parameters: [...parameters, PROJECT],
    ...(body
      ? {
          requestBody: {
            required: body.optional !== true,
            content: {
              [JSON_TYPE]: {
                schema: ref(body.schema),
                ...(body.examples ? { examples: body.examples } : {}),
              },
            },
          },
        }
      : {}),
    responses: {
      [status]: {
        description: 'Done.',
        headers: paged ? LINK : {},
        content: { [JSON_TYPE]: { schema: one.answer } },
      },
      ...errors(one.errors),
    },
    'x-permission': permission,
  };
}

const CONNECTION = ref('DatabaseConnection');
const TABLES = arrayOf(ref('TableDescriptionAnswer'));
const BODY_ERRORS = [413, 415];

export const OPERATIONS: Readonly<Record<string, JsonObject>> = {
  'DatabaseConnectionsController.create': operation({
    id: 'createDatabaseConnection',
    summary: 'Create a database connection',
    description:
      'It is tested first; nothing is stored when that fails. Then its tables are looked for, and have the status NOT_SCANNED.',
    permission: 'connections:write',
    parameters: [KEY],
    body: {
      schema: 'DatabaseConnectionRequest',
      examples: {
        'A PostgreSQL database': {
          value: {
            alias: 'my_database',
            connection_uri: 'postgresql://reader:example-password@db.example.com/shop',
            schemas: ['public'],
            metadata: { team: 'sales' },
          },
        },
        'Behind an SSH server': {
          value: {
            alias: 'my_database',
            use_ssh: true,
            connection_uri: 'postgresql+psycopg2://reader:example-password@db.internal/shop',
            ssh_settings: { host: 'bastion.example.com', username: 'tunnel', password: 'example-password' },
          },
        },
      },
    },
    status: 201,
    answer: CONNECTION,
    errors: [...BODY_ERRORS, 409],
  }),
  'DatabaseConnectionsController.list': operation({
    id: 'listDatabaseConnections',
    summary: 'List database connections',
    description: 'Connections that this contract has no words for, such as object stores, are left out.',
    permission: 'connections:read',
    parameters: PAGE,
    answer: arrayOf(CONNECTION),
    paged: true,
    errors: [],
  }),
  'DatabaseConnectionsController.get': operation({
    id: 'getDatabaseConnection',
    summary: 'Show a database connection',
    permission: 'connections:read',
    parameters: [inPath('connectionId')],
    answer: CONNECTION,
    errors: [404],
  }),
  'DatabaseConnectionsController.replace': operation({
    id: 'replaceDatabaseConnection',
    summary: 'Replace a database connection',
    description:
      'All of it, but for secrets whose token is sent back. It is tested first when where it leads, or how, changes.',
    permission: 'connections:write',
    parameters: [inPath('connectionId')],
    body: { schema: 'DatabaseConnectionRequest' },
    answer: CONNECTION,
    errors: [404, 412, ...BODY_ERRORS],
  }),
  'DatabaseConnectionsController.remove': operation({
    id: 'deleteDatabaseConnection',
    summary: 'Delete a database connection',
    description: 'Answers what was there.',
    permission: 'connections:write',
    parameters: [inPath('connectionId')],
    answer: CONNECTION,
    errors: [404],
  }),
  'TableDescriptionsController.list': operation({
    id: 'listTableDescriptions',
    summary: 'List table descriptions',
    permission: 'connections:read',
    parameters: [
      inQuery('db_connection_id', 'Of this connection alone.'),
      inQuery('table_name', 'Of this name alone.'),
      ...PAGE,
    ],
    answer: TABLES,
    paged: true,
    errors: [404],
  }),
  'TableDescriptionsController.get': operation({
    id: 'getTableDescription',
    summary: 'Show a table description',
    permission: 'connections:read',
    parameters: [inPath('tableId')],
    answer: ref('TableDescriptionAnswer'),
    errors: [404],
  }),
  'TableDescriptionsController.describe': operation({
    id: 'updateTableDescription',
    summary: 'Describe a table and its columns',
    description: 'What people say here stays whatever is found later; null removes it.',
    permission: 'connections:write',
    parameters: [inPath('tableId')],
    body: { schema: 'TableDescriptionRequest' },
    answer: ref('TableDescriptionAnswer'),
    errors: [404, ...BODY_ERRORS],
  }),
  'TableDescriptionsController.refresh': operation({
    id: 'refreshTableDescriptions',
    summary: 'Look for the tables of a connection again',
    description:
      'Waits for it as long as it is short; a table that is there no more has the status DEPRECATED. At most 1,000 are answered.',
    permission: 'connections:discover',
    parameters: [inQuery('db_connection_id', 'In place of the body.'), KEY],
    body: { schema: 'TableRefreshRequest', optional: true },
    status: 201,
    answer: TABLES,
    errors: [404, 409, ...BODY_ERRORS],
  }),
  'TableDescriptionsController.sync': operation({
    id: 'syncTableDescriptions',
    summary: 'Look at tables closely',
    description: 'A worker reads definitions, examples and the values of columns that have few.',
    permission: 'connections:discover',
    parameters: [KEY],
    body: { schema: 'TableSyncRequest' },
    status: 201,
    answer: TABLES,
    errors: [404, 409, ...BODY_ERRORS],
  }),
};
