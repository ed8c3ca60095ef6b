import type { JsonObject } from '#connector-sdk';
import { type LeasePolicy, SCOPE_POLICY } from '../leases/lease-policy.js';
import { type ConnectionRow, isoTime } from './connection-columns.js';
import type { OwnScope } from './connection.entity.js';
import { type ConnectionHealth, healthView } from './connection-health.js';
import type { IndexingStatus } from '../discovery/indexing-status.js';
import { DISCOVERY_MEMBERS, type DiscoverySettings } from './discovery-settings.js';
import type { LastCheck } from './last-check.js';

/** A connection as it is answered. It is built member by member: what is not named here never leaves. */
export interface ConnectionView extends DiscoverySettings {
  readonly id: number;
  /** 0 for a GLOBAL connection. */
  readonly project_id: number;
  readonly name: string;
  readonly scope: OwnScope;
  readonly created_by: string;
  readonly created_at: string;
  readonly type: string;
  readonly payload: JsonObject;
  readonly db_type: string | null;
  readonly transport: JsonObject | null;
  readonly credential_id: number | null;
  readonly lease_policy: LeasePolicy;
  readonly updated_by: string;
  readonly updated_at: string;
  readonly version: number;
  readonly last_check: LastCheck | null;
  /** How far the discovery of its tables is. */
  readonly indexing_status: IndexingStatus;
  readonly indexing_status_last_updated: string;
  /** Null until it was checked. */
  readonly health: ConnectionHealth | null;
}

/** The members that a client may send back unchanged, and that only the server sets. */
export const READ_ONLY_MEMBERS = [
  'id',
  'project_id',
  'scope',
  'created_by',
  'created_at',
  'db_type',
  'credential_id',
  'updated_by',
  'updated_at',
  'version',
] as const satisfies readonly (keyof ConnectionView)[];

/** What a client may send back as it was, or as it has become since: nobody reads it. */
export const IGNORED_MEMBERS = [
  'last_check',
  'indexing_status',
  'indexing_status_last_updated',
  'health',
] as const satisfies readonly (keyof ConnectionView)[];

/** The members that a client sets. */
export const WRITABLE_MEMBERS = [
  'name',
  'type',
  'payload',
  'transport',
  'credential',
  'lease_policy',
  ...DISCOVERY_MEMBERS,
] as const;

export function connectionView(row: ConnectionRow): ConnectionView {
  return {
    id: row.id,
    project_id: row.projectId ?? 0,
    name: row.name,
    scope: row.scope,
    created_by: row.createdBy,
    created_at: isoTime(row.createdAt),
    type: row.type,
    payload: row.payload,
    db_type: row.dbType,
    transport: row.transport,
    credential_id: row.credentialId,
    lease_policy: row.leasePolicy ?? SCOPE_POLICY,
    updated_by: row.updatedBy,
    updated_at: isoTime(row.updatedAt),
    version: row.version,
    last_check: row.lastCheck ?? null,
    include_tables: row.includeTables,
    exclude_tables: row.excludeTables,
    exclude_all_tables: row.excludeAllTables,
    schemas: row.schemas,
    discovery_schedule: row.discoverySchedule,
    check_schedule: row.checkSchedule,
    indexing_status: row.indexingStatus,
    indexing_status_last_updated: isoTime(row.indexingStatusLastUpdated),
    health: healthView(row.health, row.version),
  };
}
