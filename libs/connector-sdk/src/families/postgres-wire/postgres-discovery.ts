import { lookAtTable } from '../../catalog/look-at-table.js';
import type { ProbeSession } from '../../probe/probe.js';
import { postgresCatalog, type RowQuery } from './postgres-catalog.js';
import { postgresLook } from './postgres-look.js';

/** Catalogs of a server that has `pg_catalog` as Postgres 12 and later do. */
export function postgresDiscovery(query: RowQuery): Pick<ProbeSession, 'catalog' | 'look'> {
  return {
    catalog: (filter, pageSize) => postgresCatalog(query, filter, pageSize),
    look: (table, wishes) => lookAtTable(postgresLook(query, table), wishes),
  };
}
