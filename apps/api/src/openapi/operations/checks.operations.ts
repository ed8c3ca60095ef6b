import type { CheckPoliciesController } from '../../rest/checks/check-policies.controller.js';
import type { ChecksController } from '../../rest/checks/checks.controller.js';
import type { KnownHostsController } from '../../rest/checks/known-hosts.controller.js';
import {
  type Answer,
  type OperationDescription,
  type Operations,
  list,
  one,
  versioned,
} from '../operation.js';

const EVENTS = 'With `Accept: text/event-stream` each step is sent when it ends, then the `result`.';

const TEST: Pick<OperationDescription, 'query' | 'answer' | 'accepted'> = {
  query: ['deadline_ms', 'async'],
  answer: { ...one('CheckView'), description: 'It ran, whether it passed or failed.', streams: true },
  accepted: {
    ...one('CheckRunView', ['Location']),
    description: 'With `async=true`: it runs.',
  } satisfies Answer,
};

export const CHECK_OPERATIONS: Operations<ChecksController> = {
  testStored: {
    id: 'testConnection',
    summary: 'Test a connection with its real driver',
    description: EVENTS,
    ...TEST,
  },
  testBody: {
    id: 'testConnectionBody',
    summary: 'Test a connection that is not stored',
    description: `A body as of a create, or \`connection_id\` with what differs. Nothing of it is stored. ${EVENTS}`,
    body: {
      schema: 'ConnectionTest',
      examples: {
        'Another database': { value: { connection_id: 1, payload: { database: 'production_db' } } },
      },
    },
    ...TEST,
  },
  list: {
    id: 'listChecks',
    summary: 'List the last 100 checks of a connection',
    description: 'The newest first; those of people and those of its `check_schedule`.',
    answer: list('CheckRunView'),
  },
  get: { id: 'getCheck', summary: 'Show a check', answer: one('CheckRunView') },
};

export const KNOWN_HOST_OPERATIONS: Operations<KnownHostsController> = {
  list: { id: 'listKnownHosts', summary: 'List the known SSH host keys', answer: list('KnownHostView') },
  put: {
    id: 'putKnownHost',
    summary: 'Approve the key of an SSH server',
    description: 'In place of any other key of that host and port.',
    body: { schema: 'KnownHost' },
    answer: one('KnownHostView'),
  },
  remove: {
    id: 'deleteKnownHost',
    summary: 'Forget the key of an SSH server',
    query: ['host', 'port'],
    answer: one('Message'),
  },
};

export const CHECK_POLICY_OPERATIONS: Operations<CheckPoliciesController> = {
  get: {
    id: 'getCheckPolicy',
    summary: "Show what a tenant's checks may reach and must prove",
    answer: versioned('CheckPolicyView'),
  },
  replace: {
    id: 'putCheckPolicy',
    summary: "Decide what a tenant's checks may reach and must prove",
    description: 'Replaces the policy: what is absent is as the deployment has it.',
    body: {
      schema: 'CheckPolicy',
      examples: {
        'A private network': {
          value: { min_tls_mode: 'require', egress_allow: ['10.20.0.0/16', '.db.example'] },
        },
      },
    },
    conditional: true,
    answer: versioned('CheckPolicyView'),
  },
};
