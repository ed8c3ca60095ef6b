import type { JsonObject } from '#connector-sdk';
import { NAME } from '../names.js';

type Operations = Readonly<Record<string, JsonObject>>;

const IDENTIFIER: JsonObject = { type: 'string', pattern: NAME.source };
const BY_NAME = 'The tenant, project and connection by their names; a connection only of that project.';

const ERRORS = {
  400: 'The request breaks a rule.',
  401: 'Nobody is known by this credential.',
  403: 'Visible, and not permitted.',
  404: 'Not there, or not to be seen.',
  409: 'What is stored forbids it: a connection of this name exists.',
  413: 'The body is too large.',
  422: 'It was tested, and the test failed.',
  429: 'Too many requests.',
  500: 'Something went wrong here.',
  501: 'SQL is not run here.',
  503: 'Not to be had for the moment.',
} as const;

type Status = keyof typeof ERRORS;

const ALWAYS = [401, 403, 404, 429, 500, 503] as const;

export const CREDIBLE_OPERATIONS: Operations = {
  'CredibleAdminController.create': {
    ...operation('credibleCreateConnection', 'Create a connection', ['tenant', 'project']),
    parameters: [
      ...path('tenant', 'project'),
      {
        name: 'dryRun',
        in: 'query',
        description: 'Tests the connection, and stores nothing.',
        schema: { type: 'boolean', default: false },
      },
    ],
    requestBody: body('CredibleNewConnection'),
    responses: {
      ...answers({ 200: 'The test passed.', 201: 'Stored.' }, 'CredibleConnection'),
      ...errors(400, 409, 413, 422, ...ALWAYS),
    },
  },
  'CredibleAdminController.list': {
    ...operation('credibleListConnections', "List a project's connections", ['tenant', 'project']),
    responses: { ...listed('CredibleConnection'), ...errors(...ALWAYS) },
  },
  'CredibleAdminController.get': {
    ...operation('credibleGetConnection', 'Get a connection', ['tenant', 'project', 'connection']),
    responses: { ...answers({ 200: 'The connection.' }, 'CredibleConnection'), ...errors(...ALWAYS) },
  },
  'CredibleAdminController.update': {
    ...operation('credibleUpdateConnection', 'Change a connection', ['tenant', 'project', 'connection']),
    description:
      'The block is laid over the stored one at every depth; null removes, an absent secret stays.',
    requestBody: body('CredibleConnectionChange'),
    responses: {
      ...answers({ 200: 'The connection as it is now.' }, 'CredibleConnection'),
      ...errors(400, 409, 413, ...ALWAYS),
    },
  },
  'CredibleAdminController.remove': {
    ...operation('credibleDeleteConnection', 'Delete a connection', ['tenant', 'project', 'connection']),
    responses: { 204: { description: 'Deleted.' }, ...errors(...ALWAYS) },
  },
  'CredibleDataController.get': {
    ...operation('credibleDataConnection', 'Get a connection to use it', ['project', 'connection']),
    responses: { ...answers({ 200: 'The connection.' }, 'CredibleConnection'), ...errors(...ALWAYS) },
  },
  'CredibleDataController.schemas': {
    ...operation('credibleListSchemas', 'List the schemas that were found', ['project', 'connection']),
    responses: { ...listed('CredibleSchema'), ...errors(...ALWAYS) },
  },
  'CredibleDataController.tables': {
    ...operation('credibleListTables', 'List the tables that were found', [
      'project',
      'connection',
      'schema',
    ]),
    responses: { ...listed('CredibleTable'), ...errors(...ALWAYS) },
  },
  'CredibleDataController.table': {
    ...operation('credibleGetTable', 'Get a table that was found', [
      'project',
      'connection',
      'schema',
      'table',
    ]),
    responses: { ...answers({ 200: 'The table.' }, 'CredibleTable'), ...errors(...ALWAYS) },
  },
  'CredibleSqlController.query': sql('credibleSqlQuery', 'Run SQL'),
  'CredibleSqlController.source': sql('credibleSqlSource', 'Describe SQL'),
  'CredibleSqlController.temporaryTable': sql('credibleSqlTemporaryTable', 'Keep the result of SQL'),
  'CredibleTestController.test': {
    ...operation('credibleTestConnection', 'Test a connection', []),
    description:
      'Answers 200 whether or not the test passes. A body as a GET answers it is tested with the stored secrets, for where they were stored for.',
    requestBody: body('CredibleTestRequest'),
    responses: {
      ...answers({ 200: 'How the test went.' }, 'CredibleConnectionStatus'),
      ...errors(400, 401, 403, 413, 429, 500, 503),
    },
  },
};

function operation(operationId: string, summary: string, names: readonly string[]): JsonObject {
  return {
    operationId,
    summary,
    ...(names.length === 0 ? {} : { description: BY_NAME }),
    parameters: path(...names),
  };
}

function sql(operationId: string, summary: string): JsonObject {
  return {
    ...operation(operationId, summary, ['project', 'connection']),
    description: 'Not to be had: no SQL is run here.',
    responses: errors(401, 403, 404, 429, 500, 501, 503),
  };
}

function path(...names: readonly string[]): JsonObject[] {
  const free = ['schema', 'table'];
  return names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: free.includes(name) ? { type: 'string' } : IDENTIFIER,
  }));
}

function body(schema: string): JsonObject {
  return { required: true, content: content({ $ref: `#/components/schemas/${schema}` }) };
}

function answers(statuses: Readonly<Record<number, string>>, schema: string): JsonObject {
  return Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [
      status,
      { description, headers: {}, content: content({ $ref: `#/components/schemas/${schema}` }) },
    ]),
  );
}

function listed(schema: string): JsonObject {
  const items = { type: 'array', items: { $ref: `#/components/schemas/${schema}` } };
  return { 200: { description: 'All of them.', headers: {}, content: content(items) } };
}

function errors(...statuses: readonly Status[]): JsonObject {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: ERRORS[status],
        headers: {},
        content: content({ $ref: '#/components/schemas/CredibleError' }),
      },
    ]),
  );
}

function content(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}
