import { randomInt } from 'node:crypto';
import { unique } from './app.js';
import type { RequestPlace } from './authorization-world.js';
import { DATABASE_CONNECTIONS } from './database-connection-routes.js';
import { CREDIBLE_ROUTES } from './credible-routes.js';
import { FILES } from './file-routes.js';
import { retiredSigningKey } from './retired-signing-key.js';
import {
  ACCOUNT_MANAGERS,
  ADMINS,
  EVERY_ROLE,
  HOLDERS,
  PLATFORM,
  PROJECT,
  READERS,
  RESOLVERS,
  type RouteExpectation,
  TENANT,
  TENANTS,
  TESTERS,
  inBothScopes,
} from './route-row.js';
import { SYNTHO } from './syntho-routes.js';
import { redshift } from './tenant.js';

const sharedCredential = () => ({
  name: unique('shared'),
  type: 'SIMPLE',
  payload: { username: 'u', password: 'p' },
});
const oneConnection = async (place: RequestPlace) => ({
  params: { connectionId: (await place.make('connections', redshift())).id },
});
const oneVersion = async (place: RequestPlace) => {
  const { id } = await place.make('connections', redshift());
  await place.change('PUT', `connections/${id}`, { name: unique('changed') });
  return { params: { connectionId: id, version: 1 } };
};
const oneDeleted = async (place: RequestPlace) => {
  const { id } = await place.make('connections', redshift());
  await place.change('DELETE', `connections/${id}`);
  return { params: { connectionId: id } };
};
/** One that stops before a driver is asked: it has no address. */
const oneCheck = async (place: RequestPlace) => {
  const { id } = await place.make('connections', redshift());
  return { params: { checkId: (await place.make(`connections/${id}/test?async=true`, {})).id } };
};
const oneCredential = async (place: RequestPlace) => ({
  params: { credentialId: (await place.make('credentials', sharedCredential())).id },
});
const oneAccount = async (place: RequestPlace) => {
  const account = { name: unique('robot'), role: 'viewer' };
  return { params: { serviceAccountId: (await place.make('service-accounts', account)).id } };
};
const oneLease = async (place: RequestPlace) => ({
  params: { leaseId: (await place.lease()).lease_id },
});
const identityProvider = () => ({
  name: unique('idp'),
  issuer: `https://${unique('issuer')}.example`,
  audience: 'patchbay',
  jwks_uri: 'https://issuer.example/jwks.json',
  algorithms: ['RS256'],
});
const oneProvider = async (place: RequestPlace) => ({
  params: { identityProviderId: (await place.make('identity-providers', identityProvider())).id },
});
const oneTenant = async (place: RequestPlace) => ({ params: { slug: await place.makeTenant() } });
const renamed = () => ({ body: { name: unique('renamed') } });

const PUBLIC: readonly RouteExpectation[] = [
  { route: 'GET /health/live', roles: 'anybody', status: 200 },
  { route: 'GET /health/ready', roles: 'anybody', status: 200 },
  { route: 'GET /metrics', roles: 'anybody', status: 200 },
  { route: 'GET /.well-known/jwks.json', roles: 'anybody', status: 200 },
  { route: 'GET /.well-known/openid-configuration', roles: 'anybody', status: 200 },
  // Without a form it is no request; whoever sends one proves who it is in the form.
  { route: 'POST /api/auth/token', roles: 'anybody', status: 400 },
];

const PLATFORM_ROUTES: readonly RouteExpectation[] = [
  {
    route: `POST ${TENANTS}`,
    roles: PLATFORM,
    status: 201,
    request: () => ({ body: { slug: unique('t'), name: 'n' } }),
  },
  { route: `GET ${TENANTS}`, roles: PLATFORM, status: 200 },
  { route: `GET ${TENANTS}/:slug`, roles: PLATFORM, status: 200, request: oneTenant },
  {
    route: `PATCH ${TENANTS}/:slug`,
    roles: PLATFORM,
    status: 200,
    request: async (place) => ({ ...(await oneTenant(place)), ...renamed() }),
  },
  { route: `GET ${TENANTS}/:slug/check-policy`, roles: PLATFORM, status: 200, request: oneTenant },
  {
    route: `PUT ${TENANTS}/:slug/check-policy`,
    roles: PLATFORM,
    status: 200,
    request: async (place) => ({ ...(await oneTenant(place)), body: { min_tls_mode: 'require' } }),
  },
  { route: `GET ${TENANTS}/:slug/quotas`, roles: PLATFORM, status: 200, request: oneTenant },
  {
    route: `PUT ${TENANTS}/:slug/quotas`,
    roles: PLATFORM,
    status: 200,
    request: async (place) => ({ ...(await oneTenant(place)), body: { connections: 10 } }),
  },
  { route: `DELETE ${TENANTS}/:slug`, roles: PLATFORM, status: 200, request: oneTenant },
  { route: 'GET /api/platform/signing-keys', roles: PLATFORM, status: 200 },
  { route: 'POST /api/platform/signing-keys/rotate', roles: PLATFORM, status: 200 },
  {
    route: 'POST /api/platform/signing-keys/:keyId/revoke',
    roles: PLATFORM,
    status: 200,
    request: async () => ({ params: { keyId: await retiredSigningKey() } }),
  },
  {
    route: 'GET /api/platform/audit-events',
    roles: PLATFORM,
    status: 200,
    request: () => ({ query: 'limit=1' }),
  },
];

const ACCESS: readonly RouteExpectation[] = [
  { route: 'GET /api/auth/me', roles: EVERY_ROLE, status: 200 },
  {
    route: `POST ${TENANT}/service-accounts`,
    roles: ACCOUNT_MANAGERS,
    status: 201,
    request: () => ({ body: { name: unique('robot'), role: 'viewer' } }),
  },
  { route: `GET ${TENANT}/service-accounts`, roles: ACCOUNT_MANAGERS, status: 200 },
  {
    route: `GET ${TENANT}/service-accounts/:serviceAccountId`,
    roles: ACCOUNT_MANAGERS,
    status: 200,
    request: oneAccount,
  },
  {
    route: `POST ${TENANT}/service-accounts/:serviceAccountId/rotate`,
    roles: ACCOUNT_MANAGERS,
    status: 200,
    request: oneAccount,
  },
  {
    route: `DELETE ${TENANT}/service-accounts/:serviceAccountId`,
    roles: ACCOUNT_MANAGERS,
    status: 200,
    request: oneAccount,
  },
  {
    route: `POST ${TENANT}/identity-providers`,
    roles: ADMINS,
    status: 201,
    request: () => ({ body: identityProvider() }),
  },
  { route: `GET ${TENANT}/identity-providers`, roles: ADMINS, status: 200 },
  {
    route: `GET ${TENANT}/identity-providers/:identityProviderId`,
    roles: ADMINS,
    status: 200,
    request: oneProvider,
  },
  {
    route: `PUT ${TENANT}/identity-providers/:identityProviderId`,
    roles: ADMINS,
    status: 200,
    request: async (place) => ({ ...(await oneProvider(place)), ...renamed() }),
  },
  {
    route: `DELETE ${TENANT}/identity-providers/:identityProviderId`,
    roles: ADMINS,
    status: 200,
    request: oneProvider,
  },
  { route: `GET ${TENANT}/audit-events`, roles: ADMINS, status: 200 },
  { route: `GET ${TENANT}/audit-events/export`, roles: ADMINS, status: 200 },
  { route: `GET ${TENANT}/audit-events/verify`, roles: ADMINS, status: 200 },
  { route: `GET ${TENANT}/settings`, roles: READERS, status: 200 },
  { route: `GET ${TENANT}/usage`, roles: READERS, status: 200 },
  {
    route: `PATCH ${TENANT}/settings`,
    roles: ADMINS,
    status: 200,
    request: () => ({ body: { max_lease_seconds: randomInt(1, 86_400) } }),
  },
];

const PROJECTS: readonly RouteExpectation[] = [
  { route: `POST ${TENANT}/projects`, roles: ADMINS, status: 201, request: renamed },
  { route: `GET ${TENANT}/projects`, roles: READERS, status: 200 },
  { route: `GET ${PROJECT}`, roles: READERS, status: 200 },
  { route: `PUT ${PROJECT}`, roles: ADMINS, status: 200, request: renamed },
  {
    route: `DELETE ${PROJECT}`,
    roles: ADMINS,
    status: 200,
    request: async (place) => ({ params: { projectId: await place.makeProject() } }),
  },
];

const CONNECTIONS: readonly RouteExpectation[] = [
  ...inBothScopes(['POST', 'connections'], true, 201, () => ({ body: redshift() })),
  ...inBothScopes(['GET', 'connections'], false, 200),
  ...inBothScopes(['GET', 'connections/:connectionId'], false, 200, oneConnection),
  ...inBothScopes(['PUT', 'connections/:connectionId'], true, 200, async (place) => ({
    ...(await oneConnection(place)),
    ...renamed(),
  })),
  ...inBothScopes(['DELETE', 'connections/:connectionId'], true, 200, oneConnection),
  ...[TENANT, PROJECT].map((place) => ({
    route: `POST ${place}/connections/:connectionId/move`,
    roles: ADMINS,
    status: 200,
    request: async (at: RequestPlace) => ({
      ...(await oneConnection(at)),
      body: { project_id: at.beneathProject ? null : at.home.project },
    }),
  })),
  ...inBothScopes(['POST', 'connections/:connectionId/restore'], true, 200, oneDeleted),
  ...inBothScopes(['GET', 'connections/:connectionId/versions'], false, 200, oneConnection),
  ...inBothScopes(['GET', 'connections/:connectionId/versions/:version'], false, 200, oneVersion),
  ...inBothScopes(['POST', 'connections/:connectionId/versions/:version/restore'], true, 200, oneVersion),
  { route: `GET ${TENANT}/connection-types`, roles: READERS, status: 200 },
  {
    route: `GET ${TENANT}/connection-types/:type`,
    roles: READERS,
    status: 200,
    request: () => ({ params: { type: 'REDSHIFT' } }),
  },
];

const CHECKS: readonly RouteExpectation[] = [
  ...[TENANT, PROJECT].flatMap((place): RouteExpectation[] => [
    {
      route: `POST ${place}/connections/:connectionId/test`,
      roles: TESTERS,
      status: 200,
      request: oneConnection,
    },
    {
      route: `POST ${place}/connections/test`,
      roles: TESTERS,
      status: 200,
      request: () => ({ body: redshift() }),
    },
    { route: `GET ${place}/checks/:checkId`, roles: READERS, status: 200, request: oneCheck },
  ]),
  ...inBothScopes(['GET', 'connections/:connectionId/checks'], false, 200, oneConnection),
  { route: `GET ${TENANT}/ssh-known-hosts`, roles: READERS, status: 200 },
  {
    route: `PUT ${TENANT}/ssh-known-hosts`,
    roles: ADMINS,
    status: 200,
    request: () => ({ body: { host: `${unique('h')}.example`, host_key: `SHA256:${'a'.repeat(43)}` } }),
  },
  {
    route: `DELETE ${TENANT}/ssh-known-hosts`,
    roles: ADMINS,
    status: 200,
    request: async (place) => ({ query: `host=${await place.approveHost()}` }),
  },
];

const oneTable = async (place: RequestPlace) => ({ params: { tableId: await place.makeTable(redshift()) } });
const oneJob = async (place: RequestPlace) => {
  const { id } = await place.make('connections', redshift());
  return { params: { jobId: (await place.make(`connections/${id}/discover`, {})).id } };
};

const DISCOVERY: readonly RouteExpectation[] = [
  ...inBothScopes(['GET', 'connections/:connectionId/tables'], false, 200, oneConnection),
  ...inBothScopes(['GET', 'connections/:connectionId/changes'], false, 200, oneConnection),
  ...inBothScopes(['GET', 'tables/:tableId'], false, 200, oneTable),
  ...inBothScopes(['PATCH', 'tables/:tableId'], true, 200, async (place) => ({
    ...(await oneTable(place)),
    body: { description: 'Who buys.' },
  })),
  ...inBothScopes(['GET', 'jobs'], false, 200),
  ...inBothScopes(['GET', 'jobs/:jobId'], false, 200, oneJob),
  ...[TENANT, PROJECT].flatMap((place): RouteExpectation[] => [
    {
      route: `POST ${place}/connections/:connectionId/discover`,
      roles: TESTERS,
      status: 202,
      request: oneConnection,
    },
    { route: `POST ${place}/tables/:tableId/sync`, roles: TESTERS, status: 202, request: oneTable },
    { route: `DELETE ${place}/jobs/:jobId`, roles: TESTERS, status: 200, request: oneJob },
  ]),
];

const CREDENTIALS: readonly RouteExpectation[] = [
  ...inBothScopes(['POST', 'credentials'], true, 201, () => ({ body: sharedCredential() })),
  ...inBothScopes(['GET', 'credentials'], false, 200),
  ...inBothScopes(['GET', 'credentials/:credentialId'], false, 200, oneCredential),
  ...inBothScopes(['GET', 'credentials/:credentialId/usage'], false, 200, oneCredential),
  ...inBothScopes(['PUT', 'credentials/:credentialId'], true, 200, async (place) => ({
    ...(await oneCredential(place)),
    ...renamed(),
  })),
  ...inBothScopes(['DELETE', 'credentials/:credentialId'], true, 200, oneCredential),
];

const LEASES: readonly RouteExpectation[] = [
  {
    route: `POST ${TENANT}/connections/:connectionId/lease`,
    roles: RESOLVERS,
    status: 201,
    request: async (place) => ({ ...(await oneConnection(place)), body: { purpose: 'matrix' } }),
  },
  {
    route: `POST ${PROJECT}/connections/lease`,
    roles: RESOLVERS,
    status: 201,
    request: async (place) => {
      const body = redshift();
      await place.make('connections', body);
      return { body: { name: body.name, purpose: 'matrix' } };
    },
  },
  {
    route: 'POST /api/leases/unwrap',
    roles: RESOLVERS,
    status: 200,
    request: async (place) => ({ body: { token: (await place.lease(true)).wrap_token } }),
  },
  { route: `GET ${TENANT}/leases`, roles: HOLDERS, status: 200 },
  { route: `GET ${TENANT}/leases/changes`, roles: HOLDERS, status: 200 },
  {
    route: `POST ${TENANT}/leases/:leaseId/renew`,
    roles: RESOLVERS,
    status: 200,
    request: async (place) => ({ ...(await oneLease(place)), body: {} }),
  },
  { route: `DELETE ${TENANT}/leases/:leaseId`, roles: HOLDERS, status: 200, request: oneLease },
  {
    route: `POST ${TENANT}/connections/:connectionId/leases/revoke`,
    roles: ADMINS,
    status: 200,
    request: oneConnection,
  },
  { route: `POST ${TENANT}/leases/revoke`, roles: ADMINS, status: 200 },
];

/** One row per route of the application. */
export const ROUTE_EXPECTATIONS: readonly RouteExpectation[] = [
  ...PUBLIC,
  ...PLATFORM_ROUTES,
  ...ACCESS,
  ...PROJECTS,
  ...CONNECTIONS,
  ...CHECKS,
  ...DISCOVERY,
  ...FILES,
  ...DATABASE_CONNECTIONS,
  ...CREDIBLE_ROUTES,
  ...SYNTHO,
  ...CREDENTIALS,
  ...LEASES,
];
