import type { AuditEventsController } from '../../rest/audit-events/audit-events.controller.js';
import type { AuthController } from '../../rest/auth/auth.controller.js';
import type { ConnectionTypesController } from '../../rest/connection-types/connection-types.controller.js';
import type { HealthController } from '../../rest/health/health.controller.js';
import type { MetricsController } from '../../rest/metrics/metrics.controller.js';
import { type Operations, list, one, page } from '../operation.js';

export const CONNECTION_TYPE_OPERATIONS: Operations<ConnectionTypesController> = {
  list: {
    id: 'listConnectionTypes',
    summary: 'List what can be connected',
    description: 'Enough to draw a form for each type.',
    answer: list('ConnectionTypeView'),
  },
  get: {
    id: 'getConnectionType',
    summary: 'Show one type of connection',
    answer: one('ConnectionTypeView'),
  },
};

export const AUDIT_OPERATIONS: Operations<AuditEventsController> = {
  list: {
    id: 'listAuditEvents',
    summary: 'List what happened in the tenant',
    description: 'The newest first.',
    query: ['action', 'entity', 'entity_id', 'actor', 'since', 'until', 'limit', 'cursor'],
    answer: page('AuditEventView'),
  },
  export: {
    id: 'exportAuditEvents',
    summary: 'Export what happened in the tenant',
    description: 'The oldest first, an event on each line. The export is an event itself.',
    query: ['since', 'until'],
    answer: {
      description: 'An `AuditEventView` on each line.',
      contentType: 'application/x-ndjson',
      schema: { type: 'string' },
      headers: [],
    },
  },
  verify: {
    id: 'verifyAuditEvents',
    summary: 'Prove that the audit trail is as it was written',
    description:
      'Walks along the chain of hashes and names the first event that was changed, removed, swapped or put in. Keep `to_sequence` and `head_hash` elsewhere: they prove later that the end was not cut off.',
    answer: one('AuditVerification'),
  },
};

export const AUTH_OPERATIONS: Operations<AuthController> = {
  me: { id: 'getMe', summary: 'Say who calls, and what the caller may do', answer: one('Me') },
};

export const HEALTH_OPERATIONS: Operations<HealthController> = {
  live: { id: 'getLiveness', summary: 'The process runs', answer: one('Health') },
  ready: {
    id: 'getReadiness',
    summary: 'The process can serve: its database answers',
    answer: one('Health'),
    canBeUnavailable: true,
  },
};

export const METRICS_OPERATIONS: Operations<MetricsController> = {
  read: {
    id: 'getMetrics',
    summary: 'Metrics for Prometheus',
    description:
      'For whoever sends `PATCHBAY_METRICS_TOKEN` as a bearer token; without that setting, for this machine alone.',
    answer: {
      description: 'The metrics.',
      contentType: 'text/plain',
      schema: { type: 'string' },
      headers: [],
    },
    security: [{}, { bearer: [] }],
  },
};
