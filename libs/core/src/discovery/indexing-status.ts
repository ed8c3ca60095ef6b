import { StateMachine } from './state-machine.js';

/** How far the discovery of a connection's tables is. */
export const INDEXING_STATUSES = ['UNKNOWN', 'PENDING', 'INDEXED', 'FAILED', 'RETRY', 'SKIPPED'] as const;

/** One of {@link INDEXING_STATUSES}. */
export type IndexingStatus = (typeof INDEXING_STATUSES)[number];

/**
 * What happens to a connection's catalog: it is asked for; what it is found by changes (address, secret, filter); its
 * job ends in one of three ways; all tables are excluded, or no longer.
 */
export type IndexingEvent =
  'requested' | 'changed' | 'succeeded' | 'failed' | 'cancelled' | 'excluded' | 'included';

/**
 * A change while a job runs makes what that job finds out of date, so its end begins another one: RETRY becomes
 * PENDING. A change at rest makes what was found unknown again.
 */
export const INDEXING = new StateMachine<IndexingStatus, IndexingEvent>({
  UNKNOWN: {
    requested: 'PENDING',
    changed: 'UNKNOWN',
    succeeded: null,
    failed: null,
    cancelled: null,
    excluded: 'SKIPPED',
    included: 'UNKNOWN',
  },
  PENDING: {
    requested: 'PENDING',
    changed: 'RETRY',
    succeeded: 'INDEXED',
    failed: 'FAILED',
    cancelled: 'UNKNOWN',
    excluded: 'SKIPPED',
    included: 'RETRY',
  },
  INDEXED: {
    requested: 'PENDING',
    changed: 'UNKNOWN',
    succeeded: null,
    failed: null,
    cancelled: null,
    excluded: 'SKIPPED',
    included: 'UNKNOWN',
  },
  FAILED: {
    requested: 'PENDING',
    changed: 'UNKNOWN',
    succeeded: null,
    failed: null,
    cancelled: null,
    excluded: 'SKIPPED',
    included: 'UNKNOWN',
  },
  RETRY: {
    requested: 'RETRY',
    changed: 'RETRY',
    succeeded: 'PENDING',
    failed: 'PENDING',
    cancelled: 'UNKNOWN',
    excluded: 'SKIPPED',
    included: 'RETRY',
  },
  SKIPPED: {
    requested: null,
    changed: 'SKIPPED',
    succeeded: 'SKIPPED',
    failed: 'SKIPPED',
    cancelled: 'SKIPPED',
    excluded: 'SKIPPED',
    included: 'UNKNOWN',
  },
});
