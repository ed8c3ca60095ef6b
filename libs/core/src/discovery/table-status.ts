import { StateMachine } from './state-machine.js';

/** How far the description of one table is. */
export const TABLE_STATUSES = ['NOT_SCANNED', 'SYNCHRONIZING', 'SCANNED', 'FAILED', 'DEPRECATED'] as const;

/** One of {@link TABLE_STATUSES}. */
export type TableStatus = (typeof TABLE_STATUSES)[number];

/**
 * What happens to a table: it is to be looked at closely (`sync`), which ends in one of three ways; a discovery finds
 * it again, finds it with other columns, or finds it no more.
 */
export type TableEvent =
  'sync_requested' | 'sync_succeeded' | 'sync_failed' | 'sync_cancelled' | 'found' | 'changed' | 'vanished';

/** A table that comes back, or whose columns are others now, is one that nobody has looked at yet. */
export const TABLE = new StateMachine<TableStatus, TableEvent>({
  NOT_SCANNED: {
    sync_requested: 'SYNCHRONIZING',
    sync_succeeded: null,
    sync_failed: null,
    sync_cancelled: null,
    found: 'NOT_SCANNED',
    changed: 'NOT_SCANNED',
    vanished: 'DEPRECATED',
  },
  SYNCHRONIZING: {
    sync_requested: 'SYNCHRONIZING',
    sync_succeeded: 'SCANNED',
    sync_failed: 'FAILED',
    sync_cancelled: 'NOT_SCANNED',
    found: 'SYNCHRONIZING',
    changed: 'SYNCHRONIZING',
    vanished: 'DEPRECATED',
  },
  SCANNED: {
    sync_requested: 'SYNCHRONIZING',
    sync_succeeded: null,
    sync_failed: null,
    sync_cancelled: null,
    found: 'SCANNED',
    changed: 'NOT_SCANNED',
    vanished: 'DEPRECATED',
  },
  FAILED: {
    sync_requested: 'SYNCHRONIZING',
    sync_succeeded: null,
    sync_failed: null,
    sync_cancelled: null,
    found: 'FAILED',
    changed: 'NOT_SCANNED',
    vanished: 'DEPRECATED',
  },
  DEPRECATED: {
    sync_requested: null,
    sync_succeeded: 'DEPRECATED',
    sync_failed: 'DEPRECATED',
    sync_cancelled: 'DEPRECATED',
    found: 'NOT_SCANNED',
    changed: 'NOT_SCANNED',
    vanished: 'DEPRECATED',
  },
});
