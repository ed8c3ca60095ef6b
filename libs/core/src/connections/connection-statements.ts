import type { NamedStatement } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { StoredAttributes } from './attributes/attribute-changes.js';
import { CONNECTION_COLUMNS, type LockedConnection } from './connection-columns.js';
import type { ConnectionEntity } from './connection.entity.js';

/** A connection before its row is written. */
export type NewConnection = Pick<
  ConnectionEntity,
  | 'id'
  | 'projectId'
  | 'name'
  | 'nameKey'
  | 'type'
  | 'dbType'
  | 'payload'
  | 'transport'
  | 'secretVersions'
  | 'credentialId'
  | 'leasePolicy'
> & { readonly discovery: Partial<ConnectionEntity>; readonly kept: StoredAttributes };

type Written = Omit<NewConnection, 'id' | 'discovery' | 'kept'>;
type Discovery = Partial<
  Pick<
    LockedConnection,
    | 'includeTables'
    | 'excludeTables'
    | 'excludeAllTables'
    | 'schemas'
    | 'indexingStatus'
    | 'discoverySchedule'
    | 'checkSchedule'
    | 'nextDiscoveryAt'
    | 'nextCheckAt'
  >
>;

/** In the order of {@link writtenValues}. */
const WRITTEN = [
  ...['project_id', 'name', 'name_key', 'type', 'db_type', 'payload', 'transport', 'secret_versions'],
  ...['credential_id', 'lease_policy', 'include_tables', 'exclude_tables', 'exclude_all_tables', 'schemas'],
  ...['indexing_status', 'discovery_schedule', 'check_schedule', 'next_discovery_at', 'next_check_at'],
  ...['attributes', 'sealed_attributes'],
];

/** As many parameters, from the given one on. */
function parameters(from: number): string {
  return WRITTEN.map((_, index) => `$${from + index}`).join(', ');
}

const INSERT = `insert into connections as c (tenant_id, id, created_by, updated_by, ${WRITTEN.join(', ')})
  values ($1, $2, $3, $3, ${parameters(4)}) returning ${CONNECTION_COLUMNS}`;

// What is saved is there: a deleted connection that is saved is a restored one.
const UPDATE = `update connections as c set (${WRITTEN.join(', ')}) = (${parameters(6)}),
  indexing_status_last_updated = $3, version = $4, updated_by = $5, updated_at = now(),
  deleted_at = null, deleted_by = null, purge_at = null
  where c.tenant_id = $1 and c.id = $2 returning ${CONNECTION_COLUMNS}`;

export function connectionInsert(scope: Scope, connection: NewConnection): NamedStatement {
  const { id, discovery, kept } = connection;
  return {
    name: 'connection_insert',
    text: INSERT,
    values: [scope.tenantId, id, scope.principal.name, ...writtenValues(connection, discovery, kept)],
  };
}

/**
 * A statement of our own and not the entity manager's `save`: that compares what a column of JSON holds with what it
 * held by the methods of these objects, and a member that is called `hasOwnProperty` stands in their way.
 */
export function connectionUpdate(connection: LockedConnection): NamedStatement {
  const { tenantId, id, indexingStatusLastUpdated, version, updatedBy } = connection;
  const written = writtenValues(connection, connection, connection);
  return {
    name: 'connection_update',
    text: UPDATE,
    values: [tenantId, id, indexingStatusLastUpdated, version, updatedBy, ...written],
  };
}

function writtenValues(written: Written, discovery: Discovery, kept: StoredAttributes): unknown[] {
  const { includeTables, excludeTables, schemas } = discovery;
  return [
    ...[written.projectId, written.name, written.nameKey, written.type, written.dbType],
    ...[written.payload, written.transport, written.secretVersions],
    ...[written.credentialId, written.leasePolicy],
    includeTables && JSON.stringify(includeTables),
    excludeTables && JSON.stringify(excludeTables),
    discovery.excludeAllTables ?? false,
    schemas && JSON.stringify(schemas),
    discovery.indexingStatus ?? 'UNKNOWN',
    ...[
      discovery.discoverySchedule,
      discovery.checkSchedule,
      discovery.nextDiscoveryAt,
      discovery.nextCheckAt,
    ],
    ...[kept.attributes, kept.sealedAttributes],
  ];
}
