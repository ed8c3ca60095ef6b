import { unique } from './app.js';
import type { RequestPlace } from './authorization-world.js';
import { ADMINS, READERS, type RouteExpectation, TESTERS } from './route-row.js';
import { redshift } from './tenant.js';
import { waitingDiscovery } from './waiting-discovery.js';

const oneTable = async (place: RequestPlace) => ({ params: { tableId: await place.makeTable(redshift()) } });
const V1 = '/api/v1';
const DATABASES = `${V1}/database-connections`;
const oneDatabase = async (place: RequestPlace) => {
  const { id } = await place.make('connections', redshift());
  return { params: { connectionId: id } };
};

/** The routes of the database-connections contract. Their callers see the whole tenant, so they work in GLOBAL scope. */
export const DATABASE_CONNECTIONS: readonly RouteExpectation[] = [
  {
    // A database that does not answer: it is tested before anything is stored.
    route: `POST ${DATABASES}`,
    roles: ADMINS,
    status: 400,
    events: [],
    request: () => ({
      body: { alias: unique('db'), connection_uri: 'postgresql://u:p@127.0.0.1:9/d' },
    }),
  },
  { route: `GET ${DATABASES}`, roles: READERS, status: 200 },
  { route: `GET ${DATABASES}/:connectionId`, roles: READERS, status: 200, request: oneDatabase },
  {
    route: `PUT ${DATABASES}/:connectionId`,
    roles: ADMINS,
    status: 200,
    request: async (place) => {
      const { params } = await oneDatabase(place);
      const known = await place.read<object>(`${DATABASES}/${params.connectionId}`);
      return { params, body: { ...known, alias: unique('db') } };
    },
  },
  { route: `DELETE ${DATABASES}/:connectionId`, roles: ADMINS, status: 200, request: oneDatabase },
  { route: `GET ${V1}/table-descriptions`, roles: READERS, status: 200 },
  { route: `GET ${V1}/table-descriptions/:tableId`, roles: READERS, status: 200, request: oneTable },
  {
    route: `PUT ${V1}/table-descriptions/:tableId`,
    roles: ADMINS,
    status: 200,
    request: async (place) => ({ ...(await oneTable(place)), body: { description: 'Who buys.' } }),
  },
  {
    route: `POST ${V1}/table-descriptions/refresh`,
    roles: TESTERS,
    status: 201,
    request: async (place) => {
      const { connectionId } = (await oneDatabase(place)).params;
      await waitingDiscovery(connectionId);
      return { body: { db_connection_id: String(connectionId) } };
    },
  },
  {
    route: `POST ${V1}/table-descriptions/sync-schemas`,
    roles: TESTERS,
    status: 201,
    request: async (place) => ({ body: { ids: [String((await oneTable(place)).params.tableId)] } }),
  },
];
