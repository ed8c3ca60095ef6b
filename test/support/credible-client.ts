import type { Test } from 'supertest';
import { type TestApp, unique } from './app.js';
import { OpenApiContract, type OpenApiDocument } from './openapi-contract.js';
import { type TestTenant, createProject, createTenant } from './tenant.js';

/** One project of a fresh tenant, called in the words of the Credible page by one principal. */
export interface CredibleProject {
  readonly tenant: TestTenant;
  readonly id: number;
  readonly name: string;
  /** `/api/v0/organizations/<tenant>/projects/<project>/connections` */
  readonly admin: string;
  /** `/api/v0/projects/<project>/connections` */
  readonly data: string;
  call(method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object, token?: string): Test;
}

export async function credibleProject(test: TestApp): Promise<CredibleProject> {
  const tenant = await createTenant(test);
  const name = unique('project');
  const id = await createProject(test, tenant, name);
  return {
    tenant,
    id,
    name,
    admin: `/api/v0/organizations/${tenant.slug}/projects/${name}/connections`,
    data: `/api/v0/projects/${name}/connections`,
    call: (method, path, body, token = tenant.admin) => {
      const request = test.http()[method](path).set('authorization', `Bearer ${token}`);
      return body === undefined ? request : request.send(body);
    },
  };
}

/** The contract's own document, to hold answers against. */
export async function credibleContract(test: TestApp): Promise<OpenApiContract> {
  const { body } = await test.http().get('/openapi/credible.json').expect(200);
  return new OpenApiContract(body as OpenApiDocument);
}

/** A Postgres that nobody has. */
export const POSTGRES_BLOCK = {
  host: 'db.example.com',
  port: 5433,
  databaseName: 'shop',
  userName: 'reader',
  password: 'secret-of-postgres',
};

/** The body of a new connection. */
export function crediblePostgres(name = unique('pg'), block: object = POSTGRES_BLOCK) {
  return { name, type: 'postgres', postgresConnection: block };
}
