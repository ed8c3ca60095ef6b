import { once } from 'node:events';
import { chown, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sample } from '../support/layer.js';
import { halfSend } from '../support/process/half-sent.js';
import { type JsonClient, jsonClient } from '../support/process/json-client.js';
import { SERVER, TOKEN, WORKER, runProgram } from '../support/process/program.js';
import { ServerHome, type ServerProcess, isRunning } from '../support/process/server-home.js';
import { redshift } from '../support/tenant.js';

const CONNECTIONS = '/api/backend/acme/configuration/connections';
const WRONG_SETTINGS = [
  ['no port', SERVER, 'PORT', 'http'],
  ['a port in use', SERVER, 'PORT', ''],
  ['no address', SERVER, 'HOST', 'http://localhost'],
  ['no folder', SERVER, 'PATCHBAY_HOME', 'file'],
  ['no database', SERVER, 'DATABASE_URL', 'mysql://user@host/name'],
  ['a database that does not answer', SERVER, 'DATABASE_URL', 'postgres://user@127.0.0.1:1/name'],
  ['a key of a few characters', SERVER, 'PATCHBAY_PLATFORM_ADMIN_KEY', 'short'],
  ['a key ring that does not exist', SERVER, 'PATCHBAY_KEYRING_FILE', '/nowhere/keyring.json'],
  ['no network', SERVER, 'PATCHBAY_EGRESS_ALLOW', '10.0.0.1/8'],
  ['misspelt', SERVER, 'PATCHBAY_RATE_LIMIT', '10'],
  ['missing for the worker', WORKER, 'PATCHBAY_WORKER_DATABASE_URL', ''],
] as const;

/** One server after another on one home: each case finds what the case before left. */
describe('the product as a process', () => {
  let home: ServerHome;
  let server: ServerProcess;
  let token: string;
  const asAdmin = (): JsonClient => jsonClient(server.url, token);
  let postmasterFile: string;

  const namesOf = async (): Promise<string[]> => {
    const { body } = await asAdmin()('GET', CONNECTIONS);
    return (body as unknown as { name: string }[]).map(({ name }) => name);
  };

  beforeAll(async () => {
    home = await ServerHome.make();
    server = await home.start();
    const platform = jsonClient(server.url, await home.platformKey());
    await platform('POST', '/api/platform/tenants', { slug: 'acme', name: 'Acme' });
  }, 60_000);
  afterAll(() => home.remove());

  describe('when it is started', () => {
    it('says where it is, where its key is, and what to type next, and nothing before that', async () => {
      expect(server.banner.trimStart()).toMatch(/^Patchbay is ready/);
      expect(server.banner).toContain(`${server.url}/docs`);
      expect(server.banner).toContain(join(home.path, 'platform-admin.key'));
      expect(server.banner).toContain(`curl -X POST ${server.url}/api/platform/tenants`);
      expect(server.banner).not.toContain(await home.platformKey());
    });

    it('keeps every file of its home to itself', async () => {
      const files = (await readdir(home.path)).filter((name) => !['postgres', 'server.lock'].includes(name));
      expect(files).toEqual(expect.arrayContaining(['keyring.json', 'platform-admin.key']));
      const modes = files.map(async (name) => [name, (await stat(join(home.path, name))).mode & 0o777]);
      expect(await Promise.all(modes)).toEqual(files.map((name) => [name, 0o600]));
      expect((await stat(home.path)).mode & 0o777).toBe(0o711);
    });

    it('refuses a second start on the same home', async () => {
      const second = await runProgram(SERVER, home.settings);
      expect(second).toMatchObject({ code: 1, stdout: '' });
      expect(second.stderr).toMatch(/^The home folder is in use by process \d+: .+PATCHBAY_HOME.+\n$/);
      expect(second.stderr).toContain(String(server.pid));
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    });
  });

  describe('with a setting that is', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'patchbay-settings-'));
      await writeFile(join(folder, 'file'), '');
    });
    afterAll(() => rm(folder, { recursive: true }));

    it.each(sample(WRONG_SETTINGS, 4))(
      '%s, it names that in one line and does not start',
      async (what, script, variable, value) => {
        const settings = { PORT: '0', PATCHBAY_HOME: join(folder, 'home'), [variable]: value };
        if (what === 'a port in use') settings.PORT = new URL(server.url).port;
        if (what === 'no folder') settings.PATCHBAY_HOME = join(folder, 'file');
        const { code, stdout, stderr } = await runProgram(script, settings);
        expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([1, '', 1]);
        expect(stderr).toContain(variable);
        if (value) expect(stderr).not.toContain(value);
        expect(await readdir(join(folder, 'home')).catch(() => [])).not.toContain('postgres');
      },
    );
  });

  describe('makes tokens for development', () => {
    const tokenFor = (...args: string[]) =>
      runProgram(TOKEN, home.settings, ['--email', 'john_doe@acme.io', ...args]);

    it('that the server takes', async () => {
      const { code, stdout } = await tokenFor('--tenant', 'acme', '--role', 'tenant_admin');
      expect(code).toBe(0);
      token = stdout.trim();
      const me = await asAdmin()('GET', '/api/auth/me');
      expect(me.body).toMatchObject({ name: 'john_doe@acme.io', role: 'tenant_admin', tenant: 'acme' });
    });

    it.each(
      sample(
        [
          [['--tenant', 'nobody', '--role', 'viewer'], /^--tenant: .+\n$/],
          [['--tenant', 'acme', '--role', 'tenant_admin', '--project', '3'], /^--project: .+\n$/],
        ] as const,
        2,
      ),
    )('and none for %j', async (args, message) => {
      const { code, stdout, stderr } = await tokenFor(...args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
    });
  });

  it('drains on SIGTERM, ends within 10 s, and Postgres last', async () => {
    const postgres = await home.postgresPid();
    postmasterFile = await readFile(home.pidFile, 'utf8');
    const running = await halfSend(server.url, CONNECTIONS, token, redshift('drained'));
    const stuck = await halfSend(server.url, CONNECTIONS, token, redshift('stuck'));
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1');
    idle.write('GET /health/live HTTP/1.1\r\nHost: patchbay\r\n\r\n');
    await once(idle, 'data');
    const idleClosed = once(idle, 'close');

    server.signal('SIGTERM');
    await idleClosed;
    await expect(fetch(server.url)).rejects.toThrow();
    expect(await running.finish()).toBe(201);
    await stuck.closed;
    expect((await server.ended).code).toBe(0);
    expect(await isRunning(postgres)).toBe(false);
    expect(await readdir(home.path)).not.toContain('server.lock');
  }, 10_000);

  it('starts where postmaster.pid names another process, with all that it answered while it drained', async () => {
    const { uid, gid } = await stat(join(home.path, 'postgres'));
    await writeFile(home.pidFile, postmasterFile.replace(/^\d+/, String(process.pid)));
    await chown(home.pidFile, uid, gid);
    server = await home.start();
    const names = await namesOf();
    expect(names).toContain('drained');
    expect(names).not.toContain('stuck');
  });

  it('ends on Ctrl-C too', async () => {
    server.signal('SIGINT');
    expect((await server.ended).code).toBe(0);
  });
});
