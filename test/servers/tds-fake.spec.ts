import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import tedious from 'tedious';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { startTds, type TdsOptions, type TdsServer } from '../support/fakes/tds.js';
import { TDS_ANSWERS, TDS_LOGIN } from '../support/fakes/tds-answers.js';

/**
 * The server that stands in for SQL Server is our own. Here clients that know nothing of us speak with it: the
 * `tsql` of FreeTDS (Debian package `freetds-bin`), and tedious with the handshake of its own.
 */
describe('the server that stands in for SQL Server', () => {
  let authority: TestAuthority;
  let folder: string;
  let server: TdsServer | undefined;

  beforeAll(async () => {
    authority = await createAuthority();
    folder = await mkdtemp(join(tmpdir(), 'patchbay-tsql-'));
    await writeFile(join(folder, 'ca.crt'), authority.ca);
  });
  afterAll(async () => {
    await authority.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const start = async (more: Partial<TdsOptions> = {}): Promise<TdsServer> => {
    server = await startTds({ ...TDS_LOGIN, answers: TDS_ANSWERS, ...more });
    return server;
  };

  const tsql = async (settings: Record<string, string | number>, secret: string = TDS_LOGIN.password) => {
    const file = join(folder, 'freetds.conf');
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
    await writeFile(file, ['[fake]', 'host = 127.0.0.1', 'tds version = 7.4', ...lines, ''].join('\n'));
    return new Promise<string>((resolve) => {
      const child = execFile(
        'tsql',
        ['-S', 'fake', '-U', TDS_LOGIN.username, '-P', secret, '-D', 'shop', '-o', 'q'],
        { env: { PATH: process.env['PATH'], FREETDSCONF: file, LC_ALL: 'C.UTF-8' }, timeout: 20_000 },
        (_error, out, errors) => resolve(out + errors),
      );
      child.stdin?.end('select * from INFORMATION_SCHEMA.TABLES\ngo\nexit\n');
    });
  };

  it('is one to FreeTDS', async () => {
    const { port, logins } = await start();
    const output = await tsql({ port, encryption: 'off' });
    expect(output).toContain('dbo\titems\ttable');
    expect(output).toContain('dbo\tcheap\tview');
    expect(logins()).toEqual([expect.objectContaining({ ...login(), database: 'shop', encrypted: false })]);
  });

  it('is one to FreeTDS with a certificate', async () => {
    const { port, logins } = await start({ certificate: await authority.issue('127.0.0.1') });
    const output = await tsql({
      port,
      encryption: 'require',
      'ca file': join(folder, 'ca.crt'),
      'check certificate hostname': 'no',
    });
    expect(output).toContain('dbo\titems\ttable');
    expect(logins()).toEqual([expect.objectContaining({ ...login(), encrypted: true })]);
  });

  it('refuses FreeTDS as SQL Server does', async () => {
    const { port } = await start();
    expect(await tsql({ port, encryption: 'off' }, 'no')).toMatch(/Msg 18456/);
  });

  it('is one to tedious, which does the handshake itself', async () => {
    const { port, logins } = await start({ certificate: await authority.issue('db.example.test') });
    await new Promise<void>((resolve, reject) => {
      const connection = new tedious.Connection({
        server: '127.0.0.1',
        authentication: {
          type: 'default',
          options: { userName: TDS_LOGIN.username, password: TDS_LOGIN.password },
        },
        options: {
          port,
          database: 'shop',
          encrypt: true,
          serverName: 'db.example.test',
          cryptoCredentialsDetails: { ca: authority.ca },
        },
      });
      connection.connect((error) => {
        connection.close();
        if (error) reject(error);
        else resolve();
      });
    });
    expect(logins()).toEqual([expect.objectContaining({ ...login(), encrypted: true })]);
  });
});

function login() {
  return { username: TDS_LOGIN.username, password: TDS_LOGIN.password };
}
