import type { Test } from 'supertest';
import type { TestApp } from './app.js';

/** A contract whose paths name no tenant, called by one principal. */
export interface ContractClient {
  get(path: string): Test;
  post(path: string, body?: object): Test;
  put(path: string, body: object): Test;
  delete(path: string): Test;
}

/**
 * @param base - what all paths begin with
 * @param project - for `X-Patchbay-Project`
 */
export function contractClient(
  test: TestApp,
  base: string,
  token: string,
  project?: string | number,
): ContractClient {
  const call = (method: keyof ContractClient, path: string, body?: object): Test => {
    const request = test.http()[method](`${base}${path}`).set('authorization', `Bearer ${token}`);
    if (project !== undefined) void request.set('x-patchbay-project', String(project));
    return body === undefined ? request : request.send(body);
  };
  return {
    get: (path) => call('get', path),
    post: (path, body) => call('post', path, body),
    put: (path, body) => call('put', path, body),
    delete: (path) => call('delete', path),
  };
}
