import { mock } from 'node:test';
import { CredibleConnections } from '../../libs/dialects/src/credible/connections.service.js';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import {
  credibleContract,
  credibleProject,
  type CredibleProject,
  crediblePostgres,
  POSTGRES_BLOCK,
} from '../support/credible-client.js';
import type { OpenApiContract } from '../support/openapi-contract.js';

const SECRET = 'secret-that-nobody-sees';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Case {
  readonly what: string;
  readonly method: Method;
  /** Behind the project's connections; `:name` is one that exists. */
  readonly path?: string;
  readonly body?: object | string;
  readonly as?: 'nobody' | 'wrong key' | 'viewer' | 'another tenant';
  readonly status: number;
  readonly code: string;
}

const secretBlock = { ...POSTGRES_BLOCK, password: SECRET };

const CASES: readonly Case[] = [
  { what: 'nobody', method: 'GET', as: 'nobody', status: 401, code: 'credential_missing' },
  { what: 'a key that nobody has', method: 'GET', as: 'wrong key', status: 401, code: 'credential_invalid' },
  {
    what: 'a viewer who writes',
    method: 'POST',
    as: 'viewer',
    body: crediblePostgres(),
    status: 403,
    code: 'permission_denied',
  },
  { what: 'another tenant', method: 'GET', as: 'another tenant', status: 404, code: 'tenant_not_found' },
  { what: 'an unknown name', method: 'GET', path: '/none', status: 404, code: 'connection_not_found' },
  {
    what: 'an unknown name',
    method: 'PATCH',
    path: '/none',
    body: {},
    status: 404,
    code: 'connection_not_found',
  },
  { what: 'an unknown name', method: 'DELETE', path: '/none', status: 404, code: 'connection_not_found' },
  {
    what: 'a name that is taken',
    method: 'POST',
    body: { name: ':name', type: 'postgres', postgresConnection: secretBlock },
    status: 409,
    code: 'connection_exists',
  },
  { what: 'a body that is cut off', method: 'POST', body: '{"name": "', status: 400, code: 'json_malformed' },
  { what: 'a body that is a list', method: 'POST', body: '[]', status: 400, code: 'validation_failed' },
  { what: 'no type', method: 'POST', body: { name: 'x' }, status: 400, code: 'validation_failed' },
  {
    what: 'a reserved name',
    method: 'POST',
    body: { name: 'duckdb', type: 'postgres', postgresConnection: secretBlock },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'no block',
    method: 'POST',
    body: { name: 'x', type: 'postgres' },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'a field of another kind',
    method: 'POST',
    body: { name: 'x', type: 'postgres', postgresConnection: { ...secretBlock, host: { a: SECRET } } },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'a connection string that is none',
    method: 'POST',
    body: {
      name: 'x',
      type: 'postgres',
      postgresConnection: { connectionString: `postgresql://u:${SECRET}@h:x/d` },
    },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'a key that is none',
    method: 'POST',
    body: { name: 'x', type: 'bigquery', bigqueryConnection: { serviceAccountKeyJson: SECRET } },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'a query of another kind',
    method: 'POST',
    path: '?dryRun=maybe',
    body: crediblePostgres(),
    status: 400,
    code: 'parameter_malformed',
  },
  {
    what: 'another name in a change',
    method: 'PATCH',
    path: '/:name',
    body: { name: 'other' },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'another type in a change',
    method: 'PATCH',
    path: '/:name',
    body: { type: 'mysql' },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'a block of another type in a change',
    method: 'PATCH',
    path: '/:name',
    body: { mysqlConnection: { password: SECRET } },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'another host without the secret',
    method: 'PATCH',
    path: '/:name',
    body: { postgresConnection: { host: 'thief.example.com' } },
    status: 400,
    code: 'secret_reentry_required',
  },
  {
    what: 'a password that is taken away',
    method: 'PATCH',
    path: '/:name',
    body: { postgresConnection: { password: null } },
    status: 400,
    code: 'validation_failed',
  },
  {
    what: 'a test that fails',
    method: 'POST',
    path: '?dryRun=true',
    body: { name: 'x', type: 'postgres', postgresConnection: { ...secretBlock, host: '127.0.0.1' } },
    status: 422,
    code: 'check_failed',
  },
];

describe('errors of the Credible contract', () => {
  let test: TestApp;
  let contract: OpenApiContract;
  let project: CredibleProject;
  let name: string;
  beforeAll(async () => {
    test = await startTestApp();
    contract = await credibleContract(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    project = await credibleProject(test);
    ({ name } = crediblePostgres());
    await project.call('post', project.admin, crediblePostgres(name)).expect(201);
  });

  const credentialOf = async (as: Case['as']): Promise<string | null> => {
    if (as === 'nobody') return null;
    if (as === 'wrong key') return `pbk_${'x'.repeat(40)}`;
    if (as === 'viewer') return project.tenant.token('viewer', [project.id]);
    return as === undefined ? project.tenant.admin : (await credibleProject(test)).tenant.admin;
  };

  it.each(CASES)(
    '$what: $method $path is $status $code',
    async ({ method, path = '', body, as, status, code }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await fetch(`${await test.app.getUrl()}${project.admin}${path.replace(':name', name)}`, {
        method,
        headers: {
          ...(await authorization(as)),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(text === undefined ? {} : { body: text.replace(':name', name) }),
      });
      const shown = await answer.text();
      expect({ status: answer.status, ...(JSON.parse(shown) as object) }).toEqual({
        status,
        code,
        message: expect.any(String),
      });
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(contract.broken('CredibleError', JSON.parse(shown))).toEqual([]);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toMatch(/payload|credential\.|ECONN|password authentication/);
    },
  );

  it('name the field in the words of the page', async () => {
    const { password: _, ...block } = POSTGRES_BLOCK;
    const missing = await project
      .call('post', project.admin, crediblePostgres(unique('x'), block))
      .expect(400);
    expect(missing.body.message).toContain('postgresConnection.password');
    const several = { name: 'a b', type: 'postgres', postgresConnection: { ...POSTGRES_BLOCK, ssl: 1 } };
    const both = await project.call('post', project.admin, several).expect(400);
    expect(both.body.message).toMatch(/name .*postgresConnection\.ssl/);
  });

  it('are of the same shape when the server itself is at fault', async () => {
    const connections = test.app.get(CredibleConnections, { strict: false });
    const list = mock.method(connections, 'list', () => Promise.reject(new Error(`${SECRET}: ECONNREFUSED`)));
    try {
      const answer = await project.call('get', project.admin).expect(500);
      expect(answer.body).toEqual({
        code: 'internal_error',
        message: 'Something went wrong on our side.',
      });
    } finally {
      list.mock.restore();
    }
  });

  async function authorization(as: Case['as']): Promise<Record<string, string>> {
    const credential = await credentialOf(as);
    return credential === null ? {} : { authorization: `Bearer ${credential}` };
  }
});
