import { execFile } from 'node:child_process';
import { createServer } from 'node:net';

import { sybaseCatalog } from '../../libs/connectors/src/sybase/catalog.js';
import type { Query } from '../../libs/connectors/src/sybase/query.js';
import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { startTds5, type Tds5Options, type Tds5Server } from '../support/fakes/tds5.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const LOGIN = { username: 'reader', password: `p=w [x] %"'`, databases: ['shop'] };
const ANSWERS: Tds5Options['answers'] = [
  [/@@version/, { columns: ['version'], rows: [['Adaptive Server Enterprise/16.0 SP03 PL08/EBF 1/P']] }],
  [
    /sysobjects/,
    {
      columns: ['owner', 'name', 'type'],
      rows: [
        ['dbo', 'items', 'U '],
        ['dbo', 'cheap', 'V '],
      ],
    },
  ],
];

/** Needs the npm package `odbc` 2.6.0, and Debian's unixodbc, tdsodbc and freetds-bin. */
describe('SYBASE, against a server of our own', () => {
  let prober: TestProber;
  let server: Tds5Server | undefined;
  let authority: TestAuthority;

  beforeAll(async () => {
    prober = startTestProber();
    authority = await createAuthority();
  });
  afterAll(async () => {
    await prober.close();
    await authority.close();
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const start = async (more: Partial<Tds5Options> = {}): Promise<Tds5Server> => {
    server = await startTds5({ ...LOGIN, answers: ANSWERS, ...more });
    return server;
  };
  const probe = (port: number, given: Partial<ProbeCase> = {}, database = 'shop') =>
    prober.probe('SYBASE', {
      payload: { host: '127.0.0.1', port, database },
      credential: { type: 'SIMPLE', payload: { username: LOGIN.username, password: LOGIN.password } },
      ...given,
    });

  it('logs in, and lists tables and views', async () => {
    const { port, statements } = await start();
    const outcome = await probe(port);
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome.server).toEqual({ product: 'SAP ASE', version: '16.0' });
    expect(warningsOf(outcome)).toEqual(['tls_not_used']);
    expect(statements().at(-1)).toContain('sysobjects');
  });

  it.each([
    ['a wrong password', 'no', 'authenticate: auth_failed'],
    [
      'a password that could change the destination',
      'x;Server=192.0.2.1',
      'authenticate: credential_invalid',
    ],
  ])('is refused for %s', async (_, password, failure) => {
    const { port } = await start();
    const credential = { type: 'SIMPLE', payload: { username: LOGIN.username, password } };
    expect(failureOf(await probe(port, { credential }))).toBe(failure);
  });

  it('is refused for an unknown database', async () => {
    const { port } = await start();
    expect(failureOf(await probe(port, {}, 'nowhere'))).toBe('database: database_not_found');
  });

  it('says that the list was refused', async () => {
    const { port } = await start({ answers: [[/sysobjects/, { error: 10_330 }], ...ANSWERS] });
    expect(failureOf(await probe(port))).toBe('list: permission_denied');
  });

  it('is encrypted from the first byte on when that is required', async () => {
    const { port } = await start({ certificate: await authority.issue('db.example.test') });
    const tls = (more: Record<string, string>): Partial<ProbeCase> => ({
      tlsMode: 'verify-full',
      transport: { tls: { mode: 'verify-full', ca: authority.ca, server_name: 'db.example.test', ...more } },
    });
    const outcome = await probe(port, tls({}));
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
    const other = await probe(port, tls({ server_name: 'other.example.test' }));
    expect(failureOf(other)).toBe('tls: tls_name_mismatch');
  });

  it('sends nothing in clear to a port without TLS when that is required', async () => {
    const { port } = await start();
    expect(failureOf(await probe(port, { tlsMode: 'require' }))).toMatch(/^tls: /);
  });

  it('ends in time with a server that says nothing, and can go on with another', async () => {
    const silent = await listenOnLoopback(createServer(() => undefined));
    expect(failureOf(await probe(silent.port, { deadlineMs: 1_500 }))).toBe('authenticate: timeout');
    await silent.close();
    const { port } = await start();
    expect((await probe(port)).ok).toBe(true);
  });

  it('says that a server hangs up, or does not listen', async () => {
    const other = await listenOnLoopback(createServer((socket) => void socket.end()));
    expect(failureOf(await probe(other.port))).toBe('authenticate: connection_closed');
    await other.close();
    expect(failureOf(await probe(other.port))).toBe('connect: connect_refused');
  });

  it('is taken for a server of its kind by another client, the tsql of FreeTDS', async () => {
    const { port } = await start();
    expect(await tsql(port, ['select name from sysobjects'])).toContain('dbo\titems');
  });

  it('is asked for a whole page of tables by statements that FreeTDS brings as they are', async () => {
    const { port, statements } = await start();
    const wanted: string[] = [];
    const noting = (async (sql: string) => {
      wanted.push(oneLine(sql));
      return [];
    }) as Query;
    const filter = { schemas: ['sales'], include: [{ schema: 'sales', table: "it's\u02bc" }], exclude: [] };
    const catalog = sybaseCatalog(noting, filter);
    const page = Array.from({ length: 500 }, (_, index) => ({ ...HEAD, key: String(2_000_000_000 + index) }));
    await catalog.heads('-5', 500);
    await catalog.columns(page);
    await catalog.keys?.(page);
    await tsql(port, wanted);
    expect(wanted).toHaveLength(4);
    expect(statements().map(oneLine)).toEqual(expect.arrayContaining(wanted));
  });
});

const HEAD = {
  catalog: null,
  schema: 'sales',
  name: 'items',
  kind: 'table',
  comment: null,
  rows: null,
} as const;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Runs statements with another client, and answers what it writes. */
function tsql(port: number, statements: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      'tsql',
      ['-H', '127.0.0.1', '-p', String(port), '-U', LOGIN.username, '-P', LOGIN.password, '-o', 'q'],
      { env: { PATH: process.env['PATH'], TDSVER: '5.0', LC_ALL: 'C.UTF-8' }, timeout: 20_000 },
      (_error, out, errors) => resolve(out + errors),
    );
    child.stdin?.end(`${statements.map((statement) => `${statement}\ngo\n`).join('')}exit\n`);
  });
}
