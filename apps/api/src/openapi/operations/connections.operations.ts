import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import type { ConnectionsController } from '../../rest/connections/connections.controller.js';
import { type Operations, one, page, versioned } from '../operation.js';

const FILTERS = ['type', 'scope', 'name', 'created_by', 'sort', 'limit', 'cursor', 'deleted'];
const TESTED = ['test', 'deadline_ms'];

export function connectionOperations(registry: ConnectorRegistry): Operations<ConnectionsController> {
  return {
    create: {
      id: 'createConnection',
      summary: 'Create a connection',
      description: 'Beneath the tenant it is GLOBAL, beneath a project it belongs to that project.',
      query: TESTED,
      body: { schema: 'NewConnection', examples: newConnectionExamples(registry) },
      status: 201,
      answer: versioned('ConnectionView'),
      conflicts: ['connection_exists', 'quota_exceeded'],
    },
    list: {
      id: 'listConnections',
      summary: 'List connections',
      description: 'The GLOBAL ones and those of every project that you may see.',
      query: FILTERS,
      answer: page('ListedConnection'),
      inProject: {
        description: "The project's own, and with `include=global` the GLOBAL ones that no own one shadows.",
        query: [...FILTERS, 'include'],
        answer: page('ListedConnection'),
      },
    },
    get: {
      id: 'getConnection',
      summary: 'Show a connection',
      answer: versioned('ConnectionView'),
      inProject: { description: "Reaches the project's own connections alone." },
    },
    update: {
      id: 'updateConnection',
      summary: 'Change a connection',
      description:
        'Only what is given changes: `payload` and `transport` merge one level deep, null removes a member, an absent secret is kept. ' +
        'A change of where a stored secret travels is 422 `secret_reentry_required`, unless every such secret is sent again.',
      query: TESTED,
      conditional: true,
      body: { schema: 'ConnectionUpdate', examples: UPDATES },
      answer: versioned('ConnectionView'),
      conflicts: ['connection_exists'],
    },
    remove: {
      id: 'deleteConnection',
      summary: 'Delete a connection',
      description:
        'It can be restored for as long as the setting `deleted_retention_days` says. The credential of its own goes with it; a shared one stays.',
      query: ['erase'],
      conditional: true,
      answer: one('Message'),
    },
    restore: {
      id: 'restoreConnection',
      summary: 'Bring back a deleted connection',
      description: 'One whose shared credential was deleted meanwhile comes without.',
      conditional: true,
      body: {
        schema: 'ConnectionRestore',
        optional: true,
        examples: { 'Its name is taken': { value: { name: 'MyOtherRedshift' } } },
      },
      answer: versioned('ConnectionView'),
      conflicts: ['connection_exists'],
    },
    move: {
      id: 'moveConnection',
      summary: 'Move a connection to another project, or to GLOBAL',
      conditional: true,
      body: {
        schema: 'ConnectionMove',
        examples: {
          'To a project': { value: { project_id: 2 } },
          'To GLOBAL': { value: { project_id: null } },
        },
      },
      answer: versioned('ConnectionView'),
      conflicts: ['connection_exists', 'credential_shared'],
      inProject: { summary: 'Move a connection out of a project' },
    },
  };
}

const UPDATES: JsonObject = {
  Rename: { value: { name: 'MyOtherRedshift' } },
  'Another destination, with its secret': {
    value: {
      payload: { endpoint_prefix: 'tlm-redshift03' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
  },
};

function newConnectionExamples(registry: ConnectorRegistry): JsonObject {
  return Object.fromEntries(
    registry
      .list()
      .flatMap(({ type, examples }) =>
        examples.map(({ name, payload, credential }) => [
          `${type}: ${name}`,
          { value: { name: `My ${type}`, type, payload, credential } },
        ]),
      ),
  );
}
