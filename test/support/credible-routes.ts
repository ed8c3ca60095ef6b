import { unique } from './app.js';
import type { RequestPlace } from './authorization-world.js';
import { foundTable } from './found-table.js';
import { READERS, type RouteExpectation, TESTERS, WRITERS } from './route-row.js';

const CREDIBLE = '/api/v0/organizations/:tenant/projects/:project/connections';
const CREDIBLE_DATA = '/api/v0/projects/:project/connections';
const credibleBody = () => ({
  name: unique('credible'),
  type: 'postgres',
  postgresConnection: { host: 'db.example.com', databaseName: 'd', userName: 'u', password: 'p' },
});
/** A project's name may have changed since it was made. */
const inProject = async (place: RequestPlace) => {
  const { home } = place;
  const { name } = await place.read<{ name: string }>(`${home.tenant.base}/projects/${home.project}`);
  return { params: { project: name } };
};
const oneCredible = async (place: RequestPlace) => {
  const name = unique('credible');
  const payload = { host: 'db.example.com', database: 'd' };
  const credential = { type: 'SIMPLE', payload: { username: 'u', password: 'p' } };
  const { id } = await place.make('connections', { name, type: 'POSTGRES', payload, credential });
  return { id, params: { ...(await inProject(place)).params, connection: name } };
};
const oneCredibleTable = async (place: RequestPlace) => {
  const { id, params } = await oneCredible(place);
  await foundTable(id);
  return { params: { ...params, schema: 'public', table: 'public.orders' } };
};

/** Whoever is bound to a project works in it; the SQL that nobody runs is refused to everybody of a tenant. */
export const CREDIBLE_ROUTES: readonly RouteExpectation[] = [
  {
    route: `POST ${CREDIBLE}`,
    roles: WRITERS,
    status: 201,
    events: ['connection.create', 'connection.discover'],
    request: async (place) => ({ ...(await inProject(place)), body: credibleBody() }),
  },
  { route: `GET ${CREDIBLE}`, roles: READERS, status: 200, request: inProject },
  { route: `GET ${CREDIBLE}/:connection`, roles: READERS, status: 200, request: oneCredible },
  {
    route: `PATCH ${CREDIBLE}/:connection`,
    roles: WRITERS,
    status: 200,
    events: ['connection.update', 'connection.discover'],
    request: async (place) => ({
      ...(await oneCredible(place)),
      body: { postgresConnection: { databaseName: unique('db') } },
    }),
  },
  { route: `DELETE ${CREDIBLE}/:connection`, roles: WRITERS, status: 204, request: oneCredible },
  {
    route: 'POST /api/v0/connections/test',
    roles: TESTERS,
    status: 200,
    request: () => ({ body: credibleBody() }),
  },
  { route: `GET ${CREDIBLE_DATA}/:connection`, roles: READERS, status: 200, request: oneCredible },
  { route: `GET ${CREDIBLE_DATA}/:connection/schemas`, roles: READERS, status: 200, request: oneCredible },
  {
    route: `GET ${CREDIBLE_DATA}/:connection/schemas/:schema/tables`,
    roles: READERS,
    status: 200,
    request: oneCredibleTable,
  },
  {
    route: `GET ${CREDIBLE_DATA}/:connection/schemas/:schema/tables/:table`,
    roles: READERS,
    status: 200,
    request: oneCredibleTable,
  },
  ...['sqlQuery', 'sqlSource', 'sqlTemporaryTable'].map((name): RouteExpectation => ({
    route: `POST ${CREDIBLE_DATA}/:connection/${name}`,
    roles: [...READERS, 'resolver'],
    status: 501,
    request: oneCredible,
  })),
];
