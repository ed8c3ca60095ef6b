import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import sqlite from 'node-sqlite3-wasm';
import type { Test } from 'supertest';
import type { TestApp } from './app.js';
import { bearer } from './bearer.js';
import type { TestTenant } from './tenant.js';

/** The upload area of one tenant, or of one of its projects, as one principal sees it. */
export interface FileClient {
  put(path: string, content: Buffer | string): Test;
  get(path: string): Test;
  delete(path: string): Test;
  list(query?: string): Test;
}

export function fileClient(
  test: TestApp,
  tenant: TestTenant,
  { project, token = tenant.admin }: { readonly project?: number; readonly token?: string } = {},
): FileClient {
  const base = `${tenant.base}${project === undefined ? '' : `/projects/${project}`}/files`;
  const http = () => test.http();
  return {
    put: (path, content) =>
      http()
        .put(`${base}/${path}`)
        .set({ ...bearer(token), 'content-type': 'application/octet-stream' })
        .send(content),
    get: (path) => http().get(`${base}/${path}`).set(bearer(token)),
    delete: (path) => http().delete(`${base}/${path}`).set(bearer(token)),
    list: (query = '') => http().get(`${base}${query}`).set(bearer(token)),
  };
}

/** An upload that is under way. */
export interface BegunUpload {
  /** Comes also while the body has not been sent. */
  readonly answer: Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders }>;
  write(bytes: Buffer): void;
  breakOff(): void;
}

/** Sends the head of an upload, and of its body what is written. */
export function beginUpload(test: TestApp, path: string, headers: OutgoingHttpHeaders): BegunUpload {
  const { port } = test.server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, method: 'PUT', path, headers });
  const answer = new Promise<Awaited<BegunUpload['answer']>>((resolve) => {
    sent.on('response', (response) => {
      resolve({ status: response.statusCode!, headers: response.headers });
      sent.destroy();
    });
  });
  // Who breaks off, or is answered before the end, has a connection that ends in an error.
  sent.on('error', () => undefined);
  sent.flushHeaders();
  return { answer, write: (bytes) => void sent.write(bytes), breakOff: () => void sent.destroy() };
}

/** The bytes of a SQLite file that these statements made. */
export async function sqliteFile(statements: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-sqlite-'));
  const path = join(folder, 'made.db');
  try {
    const database = new sqlite.Database(path);
    database.exec(statements);
    database.close();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The bytes of a DuckDB file that these statements made. */
export async function duckDbFile(...statements: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-duckdb-'));
  const path = join(folder, 'made.duckdb');
  try {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const statement of statements) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
