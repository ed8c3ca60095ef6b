import type { ServiceAccountsController } from '../../rest/service-accounts/service-accounts.controller.js';
import { type Operations, list, one, versioned } from '../operation.js';

export const SERVICE_ACCOUNT_OPERATIONS: Operations<ServiceAccountsController> = {
  create: {
    id: 'createServiceAccount',
    summary: 'Create a service account',
    description: 'The answer is the only one that holds the API key.',
    body: {
      schema: 'NewServiceAccount',
      examples: {
        Administrator: { value: { name: 'terraform', role: 'tenant_admin' } },
        'Editor of two projects': { value: { name: 'loader', role: 'editor', project_ids: [1, 2] } },
      },
    },
    status: 201,
    answer: versioned('ServiceAccountWithKey'),
    conflicts: ['service_account_exists', 'quota_exceeded'],
  },
  list: {
    id: 'listServiceAccounts',
    summary: 'List the service accounts',
    answer: list('ServiceAccountView'),
  },
  get: {
    id: 'getServiceAccount',
    summary: 'Show a service account',
    answer: versioned('ServiceAccountView'),
  },
  rotate: {
    id: 'rotateServiceAccountKey',
    summary: 'Give a service account a new API key',
    description: 'The key before works on for `overlap_seconds`.',
    conditional: true,
    body: {
      schema: 'KeyRotation',
      optional: true,
      examples: { 'A day of overlap': { value: { overlap_seconds: 86_400 } } },
    },
    answer: versioned('ServiceAccountWithKey'),
  },
  remove: {
    id: 'deleteServiceAccount',
    summary: 'Delete a service account',
    description: 'Its key stops working with the answer.',
    conditional: true,
    answer: one('Message'),
  },
};
