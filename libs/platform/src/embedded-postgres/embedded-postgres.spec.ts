import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type EmbeddedPostgres, type EmbeddedPostgresConnection, startEmbeddedPostgres } from './index.js';
import { processBirth } from './process-birth.js';
import { type Account } from './run-program.js';
import { canEnter, runsAsRoot } from './system-user.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = resolve('node_modules');
const NOBODY = { uid: 65534, gid: 65534 };
const asRoot = runsAsRoot() ? it : it.skip;

describe('the embedded Postgres', () => {
  let home: string;
  let copied: string | undefined;
  let messages: string[];
  const homes: string[] = [];
  const outsideData: string[] = [];
  const running: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    home = await makeFolder();
  });
  beforeEach(() => {
    messages = [];
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const server of running.splice(0)) await server.stop();
  });
  afterAll(async () => {
    for (const folder of [...homes, ...outsideData]) await rm(folder, { recursive: true });
  });

  async function makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'embedded-'));
    homes.push(folder);
    return folder;
  }

  async function start(folder = home, settings?: Record<string, string>): Promise<EmbeddedPostgres> {
    const log = (line: string) => messages.push(line);
    const server = await startEmbeddedPostgres({ home: folder, log, settings });
    running.push(server);
    return server;
  }

  async function query(connection: EmbeddedPostgresConnection, sql: string): Promise<unknown[][]> {
    const client = new pg.Client({ ...connection });
    await client.connect();
    try {
      return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  }

  /** The module where everybody may read it, for node processes outside of the test runner. */
  async function copyModule(): Promise<string> {
    const folder = await makeFolder();
    await chmod(folder, 0o755);
    for (const name of await readdir(HERE)) {
      if (name.endsWith('.js') && !name.endsWith('.spec.js'))
        await copyFile(join(HERE, name), join(folder, name));
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await symlink(MODULES, join(folder, 'node_modules'));
    const main = `import { startEmbeddedPostgres } from './index.js';
      const server = await startEmbeddedPostgres({ home: process.argv[2] });
      process.stdin.on('end', () => server.stop()).resume();
      console.log(JSON.stringify({ pid: server.pid, connection: server.connection }));`;
    await writeFile(join(folder, 'main.js'), main);
    return folder;
  }

  /** Starts it in a node process with a group of its own; the end of its standard input stops it. */
  async function startInChild(folder: string, account?: Account) {
    copied ??= await copyModule();
    const child = spawn(process.execPath, [join(copied, 'main.js'), folder], {
      ...account,
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { child, server: JSON.parse(line) as Pick<EmbeddedPostgres, 'pid' | 'connection'> };
  }

  it('starts on a fresh home, also after a first start that was cut short', async () => {
    await mkdir(join(home, 'postgres.init'));
    await writeFile(join(home, 'postgres.init', 'PG_VERSION'), '18\n');
    const { connection } = await start();
    const rows = await query(
      connection,
      `select current_setting('listen_addresses'), current_setting('fsync'), current_setting('server_encoding'),
         (select datcollate from pg_database where datname = current_database())`,
    );
    expect(rows).toEqual([['', 'on', 'UTF8', 'C']]);
    await expect(query({ ...connection, password: 'wrong' }, 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
    expect((await readdir(home)).filter((name) => name.startsWith('postgres.init'))).toEqual([]);
  });

  it('shows its secrets to nobody else', async () => {
    const { connection } = await start();
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await mode(home)).toBe('711');
    expect(await mode(join(home, 'postgres-password'))).toBe('600');
    expect(await mode(join(home, 'postgres.log'))).toBe('600');
    expect(await mode(connection.host)).toBe('700');
  });

  it('keeps its data, and leaves no socket or lock behind', async () => {
    const first = await start();
    await query(first.connection, 'create table kept as select 41 + 1 as n');
    await first.stop();
    await expect(stat(first.connection.host)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(home)).not.toContain('server.lock');
    const second = await start();
    expect(await query(second.connection, 'select n from kept')).toEqual([[42]]);
  });

  it('replaces the Postgres of a server that was killed, with the data', async () => {
    const { child, server } = await startInChild(home);
    await query(server.connection, 'create table before_kill as select 7 as n');
    process.kill(-(child.pid ?? NaN), 'SIGKILL');
    await once(child, 'exit');
    // It runs in a session of its own, so what ends the server's process group does not end it.
    expect(await processBirth(server.pid)).toBeDefined();
    const next = await start();
    expect(messages).toEqual([expect.stringContaining(`process ${server.pid}`)]);
    expect(await processBirth(server.pid)).toBeUndefined();
    expect(await query(next.connection, 'select n from before_kill')).toEqual([[7]]);
  });

  it('starts when postmaster.pid names another program, and leaves that alone', async () => {
    const { dataDirectory, stop } = await start();
    await stop();
    const { uid, gid } = await stat(dataDirectory);
    const other = spawn('sleep', ['60'], runsAsRoot() ? { uid, gid } : {});
    children.push(other);
    const pidFile = join(dataDirectory, 'postmaster.pid');
    await writeFile(pidFile, `${other.pid}\n${dataDirectory}\n1700000000\n5432\n\n\n`);
    await chown(pidFile, uid, gid);
    const { connection } = await start();
    expect(await query(connection, 'select 1')).toEqual([[1]]);
    expect(await processBirth(other.pid ?? 0)).toBeDefined();
  });

  it('tells that Postgres was killed', async () => {
    const server = await start();
    const code = new Promise<number | null>((resolve) => server.onExit(resolve));
    process.kill(server.pid, 'SIGKILL');
    expect(await code).toBeNull();
  });

  it('waits for the processes that a killed Postgres leaves behind', async () => {
    const server = await start();
    const client = new pg.Client({ ...server.connection });
    const broken = new Promise((resolve) => client.once('end', resolve));
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const backend = rows[0]?.pid ?? NaN;
    process.kill(backend, 'SIGSTOP');
    process.kill(server.pid, 'SIGKILL');
    await server.stop();

    const restarted = start();
    const log = join(home, 'postgres.log');
    const refused = async () => (await readFile(log, 'utf8')).includes('shared memory block');
    for (let tries = 0; tries < 200 && !(await refused()); tries += 1) await delay(20);
    process.kill(backend, 'SIGCONT');
    expect(await refused()).toBe(true);
    expect(await query((await restarted).connection, 'select 1')).toEqual([[1]]);
    await broken;
  });

  it('refuses a second start on one home, and does not disturb the first', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'home_in_use',
      message: expect.not.stringContaining('\n'),
    });
    expect(await query(first.connection, 'select 1')).toEqual([[1]]);
  });

  it('passes on why Postgres does not start, and gives the home free', async () => {
    await expect(start(home, { shared_buffers: 'many' })).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('shared_buffers'),
    });
    await (await start()).stop();
  });

  it('does not make a new password for data that has one', async () => {
    const { stop } = await start();
    await stop();
    const path = join(home, 'postgres-password');
    const password = await readFile(path);
    await rm(path);
    await expect(start()).rejects.toMatchObject({ code: 'data_unusable' });
    await writeFile(path, 'another', { mode: 0o600 });
    await expect(start()).rejects.toMatchObject({ code: 'data_unusable' });
    await writeFile(path, password);
  });

  asRoot(
    'keeps the data elsewhere when a folder above the home is closed, and goes on using it',
    async () => {
      const closed = await makeFolder();
      const first = await start(join(closed, 'home'));
      outsideData.push(dirname(first.dataDirectory));
      expect(first.dataDirectory).not.toContain(closed);
      expect(messages).toEqual([expect.stringContaining(first.dataDirectory)]);
      await query(first.connection, 'create table outside as select 3 as n');
      await first.stop();
      await chmod(closed, 0o711);
      const second = await start(join(closed, 'home'));
      expect(await query(second.connection, 'select n from outside')).toEqual([[3]]);
    },
  );

  asRoot('runs for a user who is not root', async () => {
    const reachable = [process.execPath, MODULES].map((path) => canEnter(NOBODY, dirname(path)));
    if ((await Promise.all(reachable)).includes(false)) return;
    const own = await makeFolder();
    await chown(own, NOBODY.uid, NOBODY.gid);
    const { child, server } = await startInChild(join(own, 'home'), NOBODY);
    expect((await stat(join(own, 'home', 'postgres'))).uid).toBe(NOBODY.uid);
    expect(await query(server.connection, 'select 1')).toEqual([[1]]);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await processBirth(server.pid)).toBeUndefined();
  });
});
