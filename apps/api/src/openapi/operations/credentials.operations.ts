import { type JsonObject, credentialTypes } from '#connector-sdk';
import type { CredentialsController } from '../../rest/credentials/credentials.controller.js';
import { type Operations, one, page, versioned } from '../operation.js';

const NEW_CREDENTIALS: JsonObject = Object.fromEntries(
  credentialTypes().map(({ type, title, example }) => [
    title,
    { value: { name: `My ${type}`, type, payload: example } },
  ]),
);

export const CREDENTIAL_OPERATIONS: Operations<CredentialsController> = {
  create: {
    id: 'createCredential',
    summary: 'Create a credential that connections share',
    body: { schema: 'NewCredential', examples: NEW_CREDENTIALS },
    status: 201,
    answer: versioned('CredentialView'),
    conflicts: ['credential_exists'],
  },
  list: {
    id: 'listCredentials',
    summary: 'List credentials',
    query: ['credentialType', 'name', 'expiring_within', 'limit', 'cursor'],
    answer: page('CredentialView'),
  },
  get: { id: 'getCredential', summary: 'Show a credential', answer: versioned('CredentialView') },
  usage: {
    id: 'getCredentialUsage',
    summary: 'Show which connections use a credential',
    answer: one('CredentialUsage'),
  },
  update: {
    id: 'updateCredential',
    summary: 'Rename a credential, or replace its secret',
    description: 'A new secret serves at once wherever the one before did.',
    conditional: true,
    body: { schema: 'CredentialUpdate', examples: { Rename: { value: { name: 'warehouse-reader' } } } },
    answer: versioned('CredentialView'),
    conflicts: ['credential_exists'],
  },
  remove: {
    id: 'deleteCredential',
    summary: 'Delete a credential that no connection uses',
    conditional: true,
    answer: one('Message'),
    conflicts: ['credential_in_use'],
  },
};
