import type { ConnectionVersionsController } from '../../rest/connections/connection-versions.controller.js';
import { type Operations, one, page, versioned } from '../operation.js';

export const CONNECTION_VERSION_OPERATIONS: Operations<ConnectionVersionsController> = {
  list: {
    id: 'listConnectionVersions',
    summary: 'List what a connection was',
    description: 'Every version, the newest first: who made it, when, and what it changed.',
    query: ['limit', 'cursor'],
    answer: page('ConnectionVersionView'),
  },
  get: {
    id: 'getConnectionVersion',
    summary: 'Show one version of a connection',
    answer: one('ConnectionVersionView'),
  },
  restore: {
    id: 'restoreConnectionVersion',
    summary: 'Make a connection again what it was',
    description:
      'A new version that equals the former one with its secrets, in the project where the connection is now. ' +
      'A shared credential has the secret of today. A secret that is gone is 422 `secret_reentry_required`.',
    conditional: true,
    answer: versioned('ConnectionView'),
    conflicts: ['connection_exists'],
  },
};
