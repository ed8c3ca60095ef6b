import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { type JdbcFolder, jdbcFolderWith } from '../support/jdbc-folder.js';
import { listenOnLoopback, type LoopbackServer } from '../support/loopback-server.js';

const SOURCE = join(process.cwd(), 'libs/connector-sdk/src/families/jdbc/JdbcBridge.java');
const encode = (field: string): string => Buffer.from(field).toString('base64');
const decode = (field: string): string => Buffer.from(field, 'base64').toString();

describe('the bridge to JDBC drivers', () => {
  let jars: JdbcFolder;
  let victim: LoopbackServer;

  beforeAll(async () => {
    jars = await jdbcFolderWith('postgresql.jar');
    victim = await listenOnLoopback(createServer());
  });
  afterAll(async () => {
    await Promise.all([jars.remove(), victim.close()]);
  });

  /** Has the bridge connect to a URL while one other port is all that it may reach. */
  const connect = async (url: string, allowedPort: number, properties: readonly string[] = []) => {
    const child = spawn('java', ['-Djava.security.manager=allow', '-cp', join(jars.path, '*'), SOURCE], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const request = ['connect', 'org.postgresql.Driver', url, String(allowedPort), 'none', 'x', '', '5'];
    const login = ['user', 'u', 'password', 'secret-password'];
    child.stdin.write(`${[...request, ...login, ...properties].map(encode).join(' ')}\n`);
    const line = await new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).once('line', resolve);
    });
    child.stdin.end();
    return { answer: line.split(' ').map(decode), status: await ended };
  };

  it('lets a driver reach its one port, and no other', async () => {
    const { answer } = await connect(`jdbc:postgresql://127.0.0.1:${victim.port}/x`, 1);
    expect(answer[0]).toBe('error');
    expect(answer.at(-1)).toBe('true');
    expect(victim.connections()).toBe(0);
  });

  it('lets no driver look a name up', async () => {
    const { answer } = await connect('jdbc:postgresql://victim.example.test:5432/x', 5432);
    expect(answer[0]).toBe('error');
    expect(answer[3]).not.toContain('UnknownHostException');
  });

  it('lets no driver write a file, and tells codes alone', async () => {
    const file = join(jars.path, 'written');
    const { answer } = await connect(`jdbc:postgresql://127.0.0.1:1/x`, 1, [
      'loggerLevel',
      'TRACE',
      'loggerFile',
      file,
    ]);
    expect(answer[0]).toBe('error');
    expect(answer.join(' ')).not.toMatch(/secret-password|127\.0\.0\.1/);
    expect(existsSync(file)).toBe(false);
  });

  it('ends with its input, whatever it waits for', async () => {
    const child = spawn('java', ['-Djava.security.manager=allow', '-cp', join(jars.path, '*'), SOURCE], {
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const url = `jdbc:postgresql://127.0.0.1:${victim.port}/x`;
    const fields = ['connect', 'org.postgresql.Driver', url, String(victim.port), 'none', 'x', '', '60'];
    child.stdin.write(`${fields.map(encode).join(' ')}\n`);
    while (victim.connections() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    child.stdin.end();
    expect(await ended).toBe(0);
  });
});
