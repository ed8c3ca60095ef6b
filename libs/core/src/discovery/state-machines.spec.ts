import { INDEXING, INDEXING_STATUSES, type IndexingEvent, type IndexingStatus } from './indexing-status.js';
import { TABLE, TABLE_STATUSES, type TableEvent, type TableStatus } from './table-status.js';

/** One row per state, in the order of the events above; `-` for what cannot be. */
function tableOf(rows: string): string[][] {
  return rows
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
}

const INDEXING_EVENTS: readonly IndexingEvent[] = [
  'requested',
  'changed',
  'succeeded',
  'failed',
  'cancelled',
  'excluded',
  'included',
];
const INDEXING_TABLE = tableOf(`
  UNKNOWN  PENDING  UNKNOWN  -        -        -        SKIPPED  UNKNOWN
  PENDING  PENDING  RETRY    INDEXED  FAILED   UNKNOWN  SKIPPED  RETRY
  INDEXED  PENDING  UNKNOWN  -        -        -        SKIPPED  UNKNOWN
  FAILED   PENDING  UNKNOWN  -        -        -        SKIPPED  UNKNOWN
  RETRY    RETRY    RETRY    PENDING  PENDING  UNKNOWN  SKIPPED  RETRY
  SKIPPED  -        SKIPPED  SKIPPED  SKIPPED  SKIPPED  SKIPPED  UNKNOWN
`);

const TABLE_EVENTS: readonly TableEvent[] = [
  'sync_requested',
  'sync_succeeded',
  'sync_failed',
  'sync_cancelled',
  'found',
  'changed',
  'vanished',
];
const TABLE_TABLE = tableOf(`
  NOT_SCANNED    SYNCHRONIZING  -           -           -            NOT_SCANNED    NOT_SCANNED    DEPRECATED
  SYNCHRONIZING  SYNCHRONIZING  SCANNED     FAILED      NOT_SCANNED  SYNCHRONIZING  SYNCHRONIZING  DEPRECATED
  SCANNED        SYNCHRONIZING  -           -           -            SCANNED        NOT_SCANNED    DEPRECATED
  FAILED         SYNCHRONIZING  -           -           -            FAILED         NOT_SCANNED    DEPRECATED
  DEPRECATED     -              DEPRECATED  DEPRECATED  DEPRECATED   NOT_SCANNED    NOT_SCANNED    DEPRECATED
`);

const pairs = (table: string[][], events: readonly string[]): string[][] =>
  table.flatMap(([state = '', ...next]) => events.map((event, at) => [state, event, next[at] ?? '']));

describe('the indexing status of a connection', () => {
  it('is tested in every state, under every event', () => {
    expect(INDEXING_TABLE.map(([state]) => state)).toEqual(INDEXING_STATUSES);
    expect(INDEXING.states).toEqual(INDEXING_STATUSES);
    expect(pairs(INDEXING_TABLE, INDEXING_EVENTS)).toHaveLength(6 * 7);
  });

  it.each(pairs(INDEXING_TABLE, INDEXING_EVENTS))('%s, %s: %s', (state, event, next) => {
    expect(INDEXING.next(state as IndexingStatus, event as IndexingEvent) ?? '-').toBe(next);
  });
});

describe('the status of a table', () => {
  it('is tested in every state, under every event', () => {
    expect(TABLE_TABLE.map(([state]) => state)).toEqual(TABLE_STATUSES);
    expect(TABLE.states).toEqual(TABLE_STATUSES);
    expect(pairs(TABLE_TABLE, TABLE_EVENTS)).toHaveLength(5 * 7);
  });

  it.each(pairs(TABLE_TABLE, TABLE_EVENTS))('%s, %s: %s', (state, event, next) => {
    expect(TABLE.next(state as TableStatus, event as TableEvent) ?? '-').toBe(next);
  });
});
