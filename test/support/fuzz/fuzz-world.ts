import { ConnectorRegistry, credentialTypes } from '#connector-sdk';
import { PLATFORM_KEY, type TestApp, unique } from '../app.js';
import { bearer } from '../bearer.js';
import { fullConnection } from '../full-connection.js';
import { createProject, createTenant } from '../tenant.js';
import { SECRET_MARK } from './hostile-values.js';

/** A request that takes a body, and a body that it would accept. */
export interface Target {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly token: string;
  body(): object;
}

/** A tenant with something of everything, and what can be sent to it. */
export interface FuzzWorld {
  readonly base: string;
  readonly admin: string;
  readonly projectId: number;
  readonly targets: readonly Target[];
}

/** All texts in the place of secrets are one mark, so that an answer which shows any of them is found. */
const SEALED = { username: 'reader', password: SECRET_MARK };

export async function createFuzzWorld(test: TestApp): Promise<FuzzWorld> {
  const tenant = await createTenant(test);
  const projectId = await createProject(test, tenant);
  const { base, admin } = tenant;
  const make = async (path: string, body: object): Promise<number> => {
    const answer = await test.http().post(`${base}${path}`).set(bearer(admin)).send(body).expect(201);
    return (answer.body as { id: number }).id;
  };
  const targets: Target[] = [];
  const add = (method: Target['method'], path: string, body: () => object, token = admin) =>
    targets.push({ method, path, body, token });

  const places = [base, `${base}/projects/${projectId}`];
  for (const connector of test.app.get(ConnectorRegistry).list()) {
    for (const example of connector.examples) {
      const body = () => sealed(fullConnection(connector, unique('fuzz'), example));
      for (const place of places) add('POST', `${place}/connections`, body);
      add('PUT', `${base}/connections/${await make('/connections', body())}`, body);
    }
  }
  for (const { type, example } of credentialTypes()) {
    const body = () => sealed({ name: unique('fuzz'), type, payload: example });
    for (const place of places) add('POST', `${place}/credentials`, body);
    add('PUT', `${base}/credentials/${await make('/credentials', body())}`, body);
  }
  const redshift = { type: 'REDSHIFT', payload: { host: 'db.example.com' } };
  const moved = await make('/connections', {
    ...redshift,
    name: unique('fuzz'),
    credential: { type: 'SIMPLE', payload: SEALED },
  });
  const account = await make('/service-accounts', { name: unique('fuzz'), role: 'viewer' });
  const named = () => ({ name: unique('fuzz') });
  const identityProvider = () => ({
    ...named(),
    issuer: `https://${unique('fuzz')}.example`,
    audience: 'patchbay',
    jwks_uri: 'https://login.example/keys',
    algorithms: ['RS256'],
    claims: { role: 'role' },
  });
  const provider = await make('/identity-providers', identityProvider());
  for (let often = 0; often < 6; often += 1) {
    add('POST', `${base}/projects`, named);
    add('PUT', `${base}/projects/${await make('/projects', named())}`, named);
    add('POST', `${base}/connections/${moved}/move`, () => ({ project_id: often % 2 ? projectId : null }));
    add('POST', `${base}/service-accounts`, () => ({ ...named(), role: 'editor', project_ids: [projectId] }));
    add('POST', `${base}/service-accounts/${account}/rotate`, () => ({ overlap_seconds: 60 }));
    add('POST', `${base}/identity-providers`, identityProvider);
    add('PUT', `${base}/identity-providers/${provider}`, identityProvider);
    add('POST', '/api/platform/tenants', () => ({ slug: unique('fuzz'), name: 'Fuzz' }), PLATFORM_KEY);
  }
  const renamed = (await createTenant(test)).slug;
  add('PATCH', `/api/platform/tenants/${renamed}`, () => ({ name: 'Other', status: 'active' }), PLATFORM_KEY);
  return { base, admin, projectId, targets };
}

/** The body with a mark in the place of each secret that an example shows. */
function sealed(body: object): object {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'string' && /^(?:stored-|example-(?:password|secret|token|key))/.test(value)
      ? SECRET_MARK
      : value,
  );
  return JSON.parse(text) as object;
}
