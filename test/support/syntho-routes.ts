import { READERS, type RouteExpectation, TESTERS } from './route-row.js';

const BASE = '/api/v1/database_connections';

/** A connector whose test stops before a driver is asked: nobody answers for that name. */
const UNREACHABLE = {
  connector_type: 'PostgreSQLConnector',
  host: 'db.example.invalid',
  database: 'shop',
  username: 'u',
  password: 'p',
};

/** The routes of the Syntho contract. */
export const SYNTHO: readonly RouteExpectation[] = [
  { route: `GET ${BASE}/functionalities`, roles: READERS, status: 200 },
  { route: `GET ${BASE}/supported_types`, roles: READERS, status: 200 },
  {
    route: `POST ${BASE}/test`,
    roles: TESTERS,
    status: 200,
    request: () => ({ body: UNREACHABLE }),
  },
];
