import type { Test } from 'supertest';
import type { TestApp } from './app.js';
import type { TestTenant } from './tenant.js';

/** The native API of one tenant, called by one principal; paths begin behind `/configuration`. */
export interface NativeClient {
  get(path: string): Test;
  post(path: string, body?: object): Test;
  put(path: string, body?: object): Test;
  patch(path: string, body?: object): Test;
  delete(path: string): Test;
}

export function nativeClient(test: TestApp, tenant: TestTenant, token = tenant.admin): NativeClient {
  const call = (method: keyof NativeClient, path: string, body?: object): Test => {
    const request = test.http()[method](`${tenant.base}${path}`).set('authorization', `Bearer ${token}`);
    return body === undefined ? request : request.send(body);
  };
  return {
    get: (path) => call('get', path),
    post: (path, body) => call('post', path, body),
    put: (path, body) => call('put', path, body),
    patch: (path, body) => call('patch', path, body),
    delete: (path) => call('delete', path),
  };
}
