import type { HeldLeasesController } from '../../rest/leases/held-leases.controller.js';
import type { LeaseChangesController } from '../../rest/leases/lease-changes.controller.js';
import type { LeasesController } from '../../rest/leases/leases.controller.js';
import type { UnwrapController } from '../../rest/leases/unwrap.controller.js';
import { type OperationDescription, type Operations, one, page, versioned } from '../operation.js';

const LEASE: Pick<OperationDescription, 'status' | 'answer' | 'notModified' | 'query'> = {
  status: 201,
  answer: { ...one('LeaseAnswer', ['Cache-Control']), description: 'The secrets, or a token for them.' },
  notModified: 'What you hold is what is there: no secret is sent again.',
  query: ['ifNoneMatch'],
};

export const LEASE_OPERATIONS: Operations<LeasesController> = {
  lease: {
    id: 'leaseConnection',
    summary: "Lease a connection's secrets",
    description:
      'The answer holds the connection with every secret in its place, and is the one kind of answer that does. ' +
      'With `wrap` it is a token instead, which opens them once within 300 s.',
    body: {
      schema: 'LeaseRequest',
      examples: { 'For an hour': { value: { purpose: 'nightly load', ttl_seconds: 3600 } } },
    },
    ...LEASE,
  },
  leaseByName: {
    id: 'leaseConnectionByName',
    summary: "Lease a connection's secrets by its name",
    description: "The project's own connection of that name, or else the GLOBAL one.",
    body: {
      schema: 'NamedLeaseRequest',
      examples: { 'For 15 minutes': { value: { name: 'warehouse', purpose: 'nightly load' } } },
    },
    ...LEASE,
    inProject: { id: 'leaseConnectionByName', summary: "Lease a connection's secrets by its name" },
  },
};

export const UNWRAP_OPERATIONS: Operations<UnwrapController> = {
  unwrap: {
    id: 'unwrapLease',
    summary: 'Open a wrapped lease, once',
    description:
      "For a resolver of the token's tenant that may lease the connection itself: it becomes the holder, and the " +
      "lease's time begins. A token of another tenant looks as if it did not exist.",
    body: {
      schema: 'Unwrap',
      examples: { 'A token': { value: { token: `pbw_1-1_${'x'.repeat(43)}` } } },
    },
    answer: { ...versioned('OpenedLease'), headers: ['ETag', 'Cache-Control'] },
    conflicts: ['wrap_token_used', 'lease_ended', 'connection_changed'],
    missing: ['wrap_token_not_found'],
  },
};

export const LEASE_CHANGES_OPERATIONS: Operations<LeaseChangesController> = {
  since: {
    id: 'getLeaseChanges',
    summary: 'Wait for changes beneath your leases',
    description:
      'Answers as soon as a connection of yours changed or a lease of yours was revoked, and at the latest after ' +
      '`wait_seconds`. Without `since` it answers at once where to begin. Four requests of a principal wait at a time.',
    query: ['leasesSince', 'wait_seconds'],
    answer: one('LeaseChanges'),
  },
};

export const HELD_LEASE_OPERATIONS: Operations<HeldLeasesController> = {
  list: {
    id: 'listLeases',
    summary: 'List leases',
    description:
      'The newest first: your own, and for a tenant_admin all. They stay for a day after their end.',
    query: ['connection_id', 'status', 'limit', 'cursor'],
    answer: page('LeaseView'),
  },
  renew: {
    id: 'renewLease',
    summary: 'Let a lease live on',
    description: 'For its holder, under the rules that a new lease would meet now. It answers no secret.',
    body: { schema: 'LeaseRenewal', examples: { 'An hour from now': { value: { ttl_seconds: 3600 } } } },
    answer: one('LeaseView'),
    conflicts: ['lease_ended', 'lease_wrapped'],
  },
  revoke: { id: 'revokeLease', summary: 'End a lease', answer: one('Message') },
  revokeOfConnection: {
    id: 'revokeLeasesOfConnection',
    summary: 'End every lease of a connection',
    description: 'New ones can be taken.',
    body: { schema: 'EmptyBody', optional: true },
    answer: one('RevokedLeases'),
  },
  revokeAll: {
    id: 'revokeLeases',
    summary: 'End every lease of the tenant',
    description: 'New ones can be taken.',
    body: { schema: 'EmptyBody', optional: true },
    answer: one('RevokedLeases'),
  },
};
