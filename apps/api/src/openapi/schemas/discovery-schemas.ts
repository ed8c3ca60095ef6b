import { type JsonSchema, NORMAL_TYPES } from '#connector-sdk';
import {
  type CatalogChangeView,
  type ColumnView,
  type ConnectionHealth,
  type DiscoverySettings,
  type FoundColumnView,
  INDEXING_STATUSES,
  JOB_KINDS,
  JOB_STATES,
  type JobError,
  type JobView,
  TABLE_STATUSES,
  type TableDetailsView,
  type TableView,
} from '#core';
import { ACTOR, ID, OPEN_OBJECT, PROJECT_ID_OR_ZERO, TEXT, TIMESTAMP } from './common-schemas.js';
import { answerSchema, arrayOf, bodySchema, orNull, schemaRef } from './object-schema.js';

const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
const FLAG: JsonSchema = { type: 'boolean' };
const DESCRIPTION: JsonSchema = {
  ...orNull({ type: 'string', maxLength: 4_000 }),
  description: 'By people.',
};
const PATTERNS: JsonSchema = {
  ...orNull({ ...arrayOf({ type: 'string', maxLength: 600 }), maxItems: 1_000 }),
  examples: [['public.*', 'sales.orders']],
};
const SCHEDULE: JsonSchema = {
  ...orNull({ type: 'string', maxLength: 100 }),
  description:
    'Five fields as in crontab, UTC; a little later, so that not all begin at once. Null for none.',
  examples: ['0 3 * * *'],
};

/** What a connection says of its discovery. */
export const DISCOVERY_SETTINGS: Readonly<Record<keyof DiscoverySettings, JsonSchema>> = {
  include_tables: {
    ...PATTERNS,
    description: '`schema.table` or `schema.*`, without quotes, also where names have dots; null for all.',
  },
  exclude_tables: { ...PATTERNS, description: 'Left out, also if included.' },
  exclude_all_tables: { ...orNull(FLAG), description: 'True: nothing is discovered.' },
  schemas: {
    ...orNull({ ...arrayOf({ type: 'string', minLength: 1, maxLength: 255 }), maxItems: 1_000 }),
    description: 'Schemas to look at; null for those that the source shows by default.',
  },
  discovery_schedule: SCHEDULE,
  check_schedule: SCHEDULE,
};

export const INDEXING_STATUS: JsonSchema = {
  type: 'string',
  enum: [...INDEXING_STATUSES],
  description:
    'RETRY: it changed while a discovery ran, and is discovered again. SKIPPED: all tables are excluded.',
};

const FOUND_COLUMN: Record<keyof FoundColumnView, JsonSchema> = {
  name: TEXT,
  type: { ...TEXT, description: 'By the engine.' },
  normalized_type: { type: 'string', enum: [...NORMAL_TYPES] },
  nullable: orNull(FLAG),
  primary_key: FLAG,
  foreign_key: orNull(bodySchema('Where it points to.', { schema: orNull(TEXT), table: TEXT, column: TEXT })),
  comment: { ...orNull(TEXT), description: 'By the source.' },
};

const TABLE: Record<keyof TableView, JsonSchema> = {
  id: ID,
  connection_id: ID,
  catalog: orNull(TEXT),
  schema: orNull(TEXT),
  name: TEXT,
  kind: {
    type: 'string',
    enum: ['table', 'view', 'materialized_view', 'external', 'folder', 'file', 'other'],
  },
  comment: { ...orNull(TEXT), description: 'By the source.' },
  description: DESCRIPTION,
  row_estimate: { ...orNull(COUNT), description: 'As of `changed_at`.' },
  column_count: COUNT,
  status: {
    type: 'string',
    enum: [...TABLE_STATUSES],
    description: 'Of its sync; DEPRECATED: the last discovery did not find it.',
  },
  error: { ...orNull(schemaRef('JobError')), description: 'Why the last sync failed.' },
  first_seen_at: TIMESTAMP,
  changed_at: TIMESTAMP,
  last_synced_at: orNull(TIMESTAMP),
};

/** Jobs and what they find. */
export const DISCOVERY_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  JobError: answerSchema<JobError>('Why it ended without success.', {
    code: { ...TEXT, description: 'Stable, for programs.', examples: ['auth_failed'] },
    message: TEXT,
  }),
  JobProgress: answerSchema<JobView['progress']>('How far it is.', {
    tables_seen: COUNT,
    tables_done: COUNT,
    tables_total: { ...orNull(COUNT), description: 'As of the last run; null while nobody can know.' },
  }),
  JobView: answerSchema<JobView>('Something that a worker does.', {
    id: ID,
    kind: { type: 'string', enum: [...JOB_KINDS] },
    state: { type: 'string', enum: [...JOB_STATES] },
    project_id: PROJECT_ID_OR_ZERO,
    connection_id: ID,
    table_id: orNull(ID),
    progress: schemaRef('JobProgress'),
    attempts: { ...COUNT, description: 'How often it was begun.' },
    cancel_requested: FLAG,
    error: orNull(schemaRef('JobError')),
    created_by: ACTOR,
    created_at: TIMESTAMP,
    started_at: orNull(TIMESTAMP),
    finished_at: orNull(TIMESTAMP),
  }),
  ConnectionHealth: answerSchema<ConnectionHealth>('How a connection fares in its checks.', {
    status: {
      type: 'string',
      enum: ['healthy', 'failing', 'blocked'],
      description:
        'blocked: the login was refused five times, so that what is scheduled waits for a change of the connection or its credential.',
    },
    since: TIMESTAMP,
    last_ok: orNull(TIMESTAMP),
    consecutive_failures: COUNT,
  }),
  TableView: answerSchema<TableView>('A table, view, folder or file.', TABLE),
  TableDetailsView: answerSchema<TableDetailsView>('A table with all that is known of it.', {
    ...TABLE,
    columns: arrayOf(schemaRef('ColumnView')),
    ddl: { ...orNull(TEXT), description: 'As the engine writes it; null before a sync.' },
    example_rows: {
      ...orNull(arrayOf({ type: 'object', additionalProperties: orNull(TEXT) })),
      description:
        'Values as texts of at most 200 characters; null before a sync, and where `example_rows` is false.',
    },
    metadata: orNull(OPEN_OBJECT),
  }),
  FoundColumnView: answerSchema<FoundColumnView>('A column, by its source.', FOUND_COLUMN),
  ColumnView: answerSchema<ColumnView>('A column.', {
    ...FOUND_COLUMN,
    description: DESCRIPTION,
    low_cardinality: {
      ...orNull(FLAG),
      description: 'Null before a sync, and where `example_rows` is false.',
    },
    categories: { ...orNull(arrayOf(TEXT)), description: 'All its values, where they are few.' },
  }),
  TableDescription: bodySchema('What people say of a table.', {
    description: DESCRIPTION,
    columns: arrayOf(
      bodySchema('Of a column.', { name: TEXT, description: DESCRIPTION }, ['name', 'description']),
    ),
    metadata: orNull(OPEN_OBJECT),
  }),
  CatalogChangeView: answerSchema<CatalogChangeView>('A difference between two discoveries.', {
    id: ID,
    job_id: ID,
    table_id: ID,
    schema: orNull(TEXT),
    table: TEXT,
    column: orNull(TEXT),
    change: {
      type: 'string',
      enum: ['table_added', 'table_removed', 'column_added', 'column_removed', 'column_changed'],
    },
    breaking: { ...FLAG, description: 'What read the table before may not be able to any more.' },
    before: {
      ...orNull(schemaRef('FoundColumnView')),
      description: 'Null for an added column and for tables.',
    },
    after: {
      ...orNull(schemaRef('FoundColumnView')),
      description: 'Null for a removed column and for tables.',
    },
    at: TIMESTAMP,
  }),
};
