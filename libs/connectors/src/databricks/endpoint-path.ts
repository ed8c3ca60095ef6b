import { type JsonObject, textOf } from '#connector-sdk/opening';

/** Where a workspace has the endpoint of a warehouse that only its id is known of. */
const WAREHOUSES = '/sql/1.0/warehouses/';

/** The path of the warehouse's or the cluster's endpoint, in whichever way it is declared. */
export function endpointPath(payload: JsonObject): string {
  const warehouse = textOf(payload, 'warehouse_id');
  if (warehouse !== undefined) return WAREHOUSES + warehouse;
  return textOf(payload, 'http_path') ?? textOf(payload, 'cluster_path') ?? '';
}
