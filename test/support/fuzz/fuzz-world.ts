import { ConnectorRegistry, credentialTypes } from '#connector-sdk';
import { type TestApp, unique } from '../app.js';
import { fullConnection } from '../full-connection.js';
import { catalogTargets } from './catalog-targets.js';
import { databaseConnectionTargets } from './database-connection-targets.js';
import { credibleTargets } from './credible-targets.js';
import { FuzzTenant, type Target, named } from './fuzz-tenant.js';
import { SECRET_MARK } from './hostile-values.js';
import { historyTargets } from './history-targets.js';
import { leaseTargets } from './lease-targets.js';
import { checkTargets, ruleTargets } from './rule-targets.js';

/** A tenant with something of everything, and what can be sent to it. */
export interface FuzzWorld {
  readonly base: string;
  readonly admin: string;
  readonly projectId: number;
  readonly targets: readonly Target[];
}

/** How often a route comes that has one kind of body, beside those with one for each type. */
const OFTEN = 4;

export async function createFuzzWorld(test: TestApp): Promise<FuzzWorld> {
  const [home, apart] = [await FuzzTenant.create(test), await FuzzTenant.create(test)];
  const targets = await typeTargets(home, test);
  // Anew each time: some can be done once alone.
  for (let often = 0; often < OFTEN; often += 1) {
    targets.push(
      ...(await resourceTargets(home)),
      ...(await historyTargets(home)),
      ...(await catalogTargets(home)),
      ...(await databaseConnectionTargets(home)),
      ...(await credibleTargets(home)),
      ...(await leaseTargets(home, apart)),
      ...(await ruleTargets(test)),
      ...(await checkTargets(test)),
    );
  }
  const { base, admin } = home.tenant;
  return { base, admin, projectId: home.projectId, targets };
}

/** Every type's connection and credential. */
async function typeTargets(home: FuzzTenant, test: TestApp): Promise<Target[]> {
  const connections = test.app
    .get(ConnectorRegistry)
    .list()
    .flatMap((connector) =>
      connector.examples.map((example) => () => sealed(fullConnection(connector, unique('fuzz'), example))),
    );
  const credentials = credentialTypes().map(
    ({ type, example }) =>
      () =>
        sealed({ ...named(), type, payload: example }),
  );
  const bodies = [
    ...connections.map((body) => ['connections', body] as const),
    ...credentials.map((body) => ['credentials', body] as const),
  ];
  const targets: Target[] = [];
  for (const [index, [resource, body]] of bodies.entries()) {
    for (const place of home.places) targets.push(home.target('POST', `${place}/${resource}`, body));
    // In turns beneath the tenant and beneath the project.
    const path = `${home.places[index % 2]!}/${resource}`;
    targets.push(home.target('PUT', `${path}/${await home.make(path, body())}`, body));
  }
  return targets;
}

async function resourceTargets(home: FuzzTenant): Promise<Target[]> {
  const account = () => ({ ...named(), role: 'editor', project_ids: [home.projectId] });
  const [project, robot, provider] = [
    await home.make('/projects', named()),
    await home.make('/service-accounts', account()),
    await home.make('/identity-providers', identityProvider()),
  ];
  return [
    home.target('POST', '/projects', named),
    home.target('PUT', `/projects/${project}`, named),
    home.target('POST', '/service-accounts', account),
    home.target('POST', `/service-accounts/${robot}/rotate`, () => ({ overlap_seconds: 60 })),
    home.target('POST', '/identity-providers', identityProvider),
    home.target('PUT', `/identity-providers/${provider}`, identityProvider),
  ];
}

function identityProvider(): object {
  return {
    ...named(),
    issuer: `https://${unique('fuzz')}.example`,
    audience: 'patchbay',
    jwks_uri: 'https://login.example/keys',
    algorithms: ['RS256'],
    claims: { role: 'role' },
  };
}

/** The body with a mark in the place of each secret that an example shows: no answer and no log may have it. */
function sealed(body: object): object {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'string' && /^(?:stored-|example-(?:password|secret|token|key))/.test(value)
      ? SECRET_MARK
      : value,
  );
  return JSON.parse(text) as object;
}
