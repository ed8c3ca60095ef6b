import { lookAtTable } from '../../catalog/look-at-table.js';
import type { ProbeSession } from '../../probe/probe.js';
import { PostgresCatalog } from './postgres-catalog.js';
import { postgresLook } from './postgres-look.js';
import type { RowQuery } from './row-query.js';

/** Catalogs of a server that has `pg_catalog` as Postgres 12 and later do. */
export function postgresDiscovery(query: RowQuery): Pick<ProbeSession, 'catalog' | 'look' | 'marked'> {
  const catalog = new PostgresCatalog(query);
  return {
    catalog: (filter, pageSize) => catalog.pages(filter, pageSize),
    marked: catalog,
    look: (table, wishes) => lookAtTable(postgresLook(query, table), wishes),
  };
}
