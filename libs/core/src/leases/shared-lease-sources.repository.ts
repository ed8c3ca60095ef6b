import { Injectable } from '@nestjs/common';
import type { Statements } from '#platform/database';
import {
  FIRST,
  HEAD,
  NEW_LEASE,
  SEALED,
  SETTINGS,
  WITH_SECRETS,
  idIs,
  nameIs,
} from './lease-source-columns.js';
import type { LeasePlace, LeaseSource } from './lease-source.repository.js';

/** The connection of one of several leases. */
export interface SharedSource {
  /** With the id of the one lease; null where there is no such connection. */
  readonly source: LeaseSource | null;
  /** False while somebody changes it: what was read of it may not be leased. */
  readonly locked: boolean;
}

type PlacedSource = Omit<LeaseSource, 'leaseId' | 'at'> & { readonly place: number };

const WANTED = 'json_to_recordset($2) as w(place integer, id bigint, "nameKey" text, "projectId" bigint)';
const WHERE = { by_id: idIs('w.id'), by_name: nameIs('w."nameKey"', 'w."projectId"') };

/**
 * Reads the connections of many leases at once, and never waits for one that is being changed. Each is looked up
 * by itself (`lateral`), so that no plan joins whole tables.
 */
@Injectable()
export class SharedLeaseSources {
  /**
   * The connections, locked against a change until the leases are written; one round trip.
   *
   * @returns what stands for each place, in their order
   */
  async lock(tx: Statements, tenantId: number, places: readonly LeasePlace[]): Promise<SharedSource[]> {
    const distinct = new Map(places.map((place) => [JSON.stringify(place), place]));
    const keys = [...distinct.keys()];
    const wanted = [...distinct.values()].map((place, index) => ({ ...place, place: index }));
    const [leases, ...found] = await Promise.all([
      newLeases(tx, places.length),
      lockThose(
        tx,
        tenantId,
        'by_id',
        wanted.filter((place) => 'id' in place),
      ),
      lockThose(
        tx,
        tenantId,
        'by_name',
        wanted.filter((place) => 'nameKey' in place),
      ),
    ]);
    const locked = new Set(found.flatMap(({ locked }) => locked));
    const sources = new Map(
      found.flatMap(({ rows }) => rows).map(({ place, ...source }) => [keys[place]!, source]),
    );
    return places.map((place, index) => {
      const source = sources.get(JSON.stringify(place));
      if (!source) return { source: null, locked: false };
      return { source: { ...source, ...leases[index]! }, locked: locked.has(source.id) };
    });
  }
}

async function newLeases(tx: Statements, count: number): Promise<Pick<LeaseSource, 'leaseId' | 'at'>[]> {
  return tx.run({
    name: 'leases_new',
    text: `select ${NEW_LEASE} from generate_series(1, $1)`,
    values: [count],
  });
}

/** Both statements travel together: the second one sees what was committed before the first had its locks. */
async function lockThose(
  tx: Statements,
  tenantId: number,
  by: keyof typeof WHERE,
  wanted: readonly object[],
): Promise<{ locked: number[]; rows: PlacedSource[] }> {
  if (wanted.length === 0) return { locked: [], rows: [] };
  const values = [tenantId, JSON.stringify(wanted)];
  const [locked, rows] = await Promise.all([
    tx.run<{ id: number }>({
      name: `leases_lock_${by}`,
      text: `with c as (
          select c.* from ${WANTED} cross join lateral (
            select c.id, c.credential_id from connections c where ${WHERE[by]} for key share skip locked) c)
        select c.id from c left join lateral (
          select true as locked from credentials h
          where h.tenant_id = $1 and h.id = c.credential_id for key share skip locked) h on true
        where c.credential_id is null or h.locked`,
      values,
    }),
    tx.run<PlacedSource>({
      name: `leases_sources_${by}`,
      text: `select w.place, ${SETTINGS}, c.*
        from ${WANTED} cross join lateral (
          select ${HEAD}, ${SEALED} from ${WITH_SECRETS} where ${WHERE[by]} ${FIRST}) c`,
      values,
    }),
  ]);
  return { locked: locked.map(({ id }) => id), rows };
}
