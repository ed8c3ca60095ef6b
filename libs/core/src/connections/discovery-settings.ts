import { isStorable, type JsonObject, parseTablePattern } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { INDEXING, type IndexingStatus } from '../discovery/indexing-status.js';
import { nextTimeWithJitter, parseCron } from '../scheduling/cron.js';
import type { ConnectionEntity } from './connection.entity.js';

/** What a connection says of which tables are discovered, and of when; each member has a default. */
export interface DiscoverySettings {
  /** `schema.table` or `schema.*`; null for all. */
  readonly include_tables: readonly string[] | null;
  /** The same, for those that are left out. */
  readonly exclude_tables: readonly string[] | null;
  /** True: nothing is discovered. */
  readonly exclude_all_tables: boolean;
  /** Schemas to look at; null for what the source has by default. */
  readonly schemas: readonly string[] | null;
  /** crontab(5) in UTC; null for no schedule. */
  readonly discovery_schedule: string | null;
  /** The same, for checks. */
  readonly check_schedule: string | null;
}

type Member = keyof DiscoverySettings;
type Columns = Pick<
  ConnectionEntity,
  | 'includeTables'
  | 'excludeTables'
  | 'excludeAllTables'
  | 'schemas'
  | 'discoverySchedule'
  | 'checkSchedule'
  | 'indexingStatus'
  | 'indexingStatusLastUpdated'
  | 'nextDiscoveryAt'
  | 'nextCheckAt'
>;

export const DISCOVERY_MEMBERS = [
  'include_tables',
  'exclude_tables',
  'exclude_all_tables',
  'schemas',
  'discovery_schedule',
  'check_schedule',
] as const satisfies readonly Member[];

const DEFAULTS: DiscoverySettings = {
  include_tables: null,
  exclude_tables: null,
  exclude_all_tables: false,
  schemas: null,
  discovery_schedule: null,
  check_schedule: null,
};

const MOST_ITEMS = 1_000;
const LONGEST_SCHEMA = 255;

/** What is wrong with the members of a body that speak of discovery. */
export function checkDiscoverySettings(body: JsonObject): FieldError[] {
  return [
    ...checkList(body, 'include_tables', isPattern, PATTERN),
    ...checkList(body, 'exclude_tables', isPattern, PATTERN),
    ...checkList(body, 'schemas', isSchema, 'a text of 1 to 255 characters'),
    ...checkFlag(body),
    ...checkSchedule(body, 'discovery_schedule'),
    ...checkSchedule(body, 'check_schedule'),
  ];
}

/** The settings with those of a body in their place; null is the default. Call it with a body that was found well. */
export function withDiscoverySettings(body: JsonObject, stored = DEFAULTS): DiscoverySettings {
  const given = DISCOVERY_MEMBERS.filter((member) => body[member] !== undefined).map((member) => {
    const value = body[member] ?? DEFAULTS[member];
    return [member, Array.isArray(value) && value.length === 0 ? null : value] as const;
  });
  return { ...stored, ...(Object.fromEntries(given) as Partial<DiscoverySettings>) };
}

/** Of all of an object's members those that are settings. */
export function discoverySettingsOf(view: DiscoverySettings): DiscoverySettings {
  return Object.fromEntries(
    DISCOVERY_MEMBERS.map((member) => [member, view[member]]),
  ) as unknown as DiscoverySettings;
}

/**
 * The columns for settings that change.
 *
 * @param sourceChanged - true when other tables may be found for another reason than these settings
 */
export function discoveryColumns(
  settings: DiscoverySettings,
  before: (DiscoverySettings & { readonly indexing_status: IndexingStatus }) | null,
  sourceChanged: boolean,
  now = new Date(),
): Partial<Columns> {
  const status = statusAfter(settings, before, sourceChanged);
  const { discovery_schedule, check_schedule } = settings;
  return {
    includeTables: settings.include_tables,
    excludeTables: settings.exclude_tables,
    excludeAllTables: settings.exclude_all_tables,
    schemas: settings.schemas,
    discoverySchedule: discovery_schedule,
    checkSchedule: check_schedule,
    ...(status === before?.indexing_status ? {} : { indexingStatus: status, indexingStatusLastUpdated: now }),
    ...(discovery_schedule === (before?.discovery_schedule ?? null)
      ? {}
      : { nextDiscoveryAt: dueAt(discovery_schedule, now) }),
    ...(check_schedule === (before?.check_schedule ?? null)
      ? {}
      : { nextCheckAt: dueAt(check_schedule, now) }),
  };
}

/** The columns for a source that may show other tables than before. */
export function changedIndexing(before: IndexingStatus, now = new Date()): Partial<Columns> {
  const status = INDEXING.next(before, 'changed') ?? before;
  return status === before ? {} : { indexingStatus: status, indexingStatusLastUpdated: now };
}

/** When a schedule comes next; null for none. */
export function dueAt(schedule: string | null, now: Date): Date | null {
  const cron = schedule === null ? undefined : parseCron(schedule);
  return (cron && nextTimeWithJitter(cron, now)) ?? null;
}

function statusAfter(
  after: DiscoverySettings,
  before: (DiscoverySettings & { readonly indexing_status: IndexingStatus }) | null,
  sourceChanged: boolean,
): IndexingStatus {
  const status = before?.indexing_status ?? 'UNKNOWN';
  if (after.exclude_all_tables) return INDEXING.next(status, 'excluded') ?? status;
  if (before?.exclude_all_tables) return INDEXING.next(status, 'included') ?? status;
  const filters = ['include_tables', 'exclude_tables', 'schemas'] as const;
  const differs =
    before && filters.some((member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]));
  return sourceChanged || differs ? (INDEXING.next(status, 'changed') ?? status) : status;
}

const PATTERN = 'schema.table, or schema.* for all tables of a schema; there are no other patterns';

/** What looks like some other pattern, such as `schema.tmp_*`, would let nothing through, and exclude nothing. */
function isPattern(value: unknown): boolean {
  if (typeof value !== 'string' || !isStorable(value)) return false;
  const readings = parseTablePattern(value);
  return (
    readings.length > 0 &&
    readings.every(({ schema, table }) => !schema.includes('*') && !table?.includes('*'))
  );
}

function isSchema(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_SCHEMA && isStorable(value);
}

function checkList(
  body: JsonObject,
  path: Member,
  fits: (value: unknown) => boolean,
  means: string,
): FieldError[] {
  const value = body[path];
  if (value == null) return [];
  if (!Array.isArray(value) || value.length > MOST_ITEMS) {
    return [{ path, rule: 'array', message: `${path} must be a list of at most ${MOST_ITEMS} items.` }];
  }
  return value.flatMap((item: unknown, index) =>
    fits(item)
      ? []
      : [{ path: `${path}[${index}]`, rule: 'pattern', message: `${path}[${index}] must be ${means}.` }],
  );
}

function checkFlag(body: JsonObject): FieldError[] {
  const path: Member = 'exclude_all_tables';
  if (body[path] == null || typeof body[path] === 'boolean') return [];
  return [{ path, rule: 'boolean', message: `${path} must be true or false.` }];
}

function checkSchedule(body: JsonObject, path: Member): FieldError[] {
  const value = body[path];
  if (value == null || (typeof value === 'string' && parseCron(value))) return [];
  const message = `${path} must be the five fields of crontab in numbers, such as "0 3 * * 1-5" (UTC), for a time that comes.`;
  return [{ path, rule: 'cron', message }];
}
