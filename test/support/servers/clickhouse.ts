import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { KeyAndCertificate } from '../certificates.js';
import { freePort, startServerProcess } from './server-process.js';

/** A ClickHouse server of the Debian package `clickhouse-server`, with a data folder of its own. */
export interface ClickHouse {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Runs one statement as the administrator. @throws Error with what the server says */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** Who may log in besides the administrator; `databases` are all that the user may see. */
export interface ClickHouseUser {
  readonly name: string;
  readonly password: string;
  readonly databases?: readonly string[];
  /** Networks that the user may come from; everywhere unless given. */
  readonly network?: string;
  /** 1 for a user who may neither write nor change a setting. */
  readonly readonly?: 0 | 1;
}

/** What the server shows, and of clients demands. */
export interface ClickHouseTls extends KeyAndCertificate {
  readonly ca: string;
  readonly clientCertificate?: boolean;
}

const ADMINISTRATOR = 'administrator';

/** Starts a server on free ports of the loopback. */
export async function startClickHouse(
  users: readonly ClickHouseUser[],
  tls: ClickHouseTls,
): Promise<ClickHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-clickhouse-'));
  const file = (name: string): string => join(folder, name);
  const [httpPort, httpsPort, tcpPort] = [await freePort(), await freePort(), await freePort()];
  await Promise.all([
    mkdir(file('data')),
    mkdir(file('tmp')),
    writeFile(file('server.key'), tls.key, { mode: 0o600 }),
    writeFile(file('server.crt'), tls.cert),
    writeFile(file('ca.crt'), tls.ca),
    writeFile(file('users.xml'), usersXml([{ name: ADMINISTRATOR, password: '' }, ...users])),
    writeFile(
      file('config.xml'),
      `<yandex>
        <logger><level>warning</level><log>${file('log')}</log><errorlog>${file('errors')}</errorlog></logger>
        <http_port>${httpPort}</http_port><https_port>${httpsPort}</https_port><tcp_port>${tcpPort}</tcp_port>
        <listen_host>127.0.0.1</listen_host>
        <openSSL><server>
          <certificateFile>${file('server.crt')}</certificateFile><privateKeyFile>${file('server.key')}</privateKeyFile>
          <caConfig>${file('ca.crt')}</caConfig><loadDefaultCAFile>false</loadDefaultCAFile>
          <verificationMode>${tls.clientCertificate ? 'strict' : 'none'}</verificationMode>
        </server></openSSL>
        <path>${file('data')}/</path><tmp_path>${file('tmp')}/</tmp_path>
        <users_config>users.xml</users_config><default_profile>default</default_profile>
        <default_database>default</default_database><mark_cache_size>5368709</mark_cache_size>
      </yandex>`,
    ),
  ]);
  const server = await startServerProcess(
    'clickhouse-server',
    [`--config-file=${file('config.xml')}`],
    httpsPort,
  );
  return {
    httpPort,
    httpsPort,
    run: (sql) => post(httpPort, sql),
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function usersXml(users: readonly ClickHouseUser[]): string {
  const profiles = users.map(
    ({ name, readonly: mode = 0 }) => `<${name}><readonly>${mode}</readonly></${name}>`,
  );
  return `<yandex>
    <profiles><default/>${profiles.join('')}</profiles><quotas><default/></quotas>
    <users>${users.map(userXml).join('')}</users>
  </yandex>`;
}

function userXml({ name, password, databases, network = '::/0' }: ClickHouseUser): string {
  const allowed = databases?.map((database) => `<database>${database}</database>`).join('');
  return `<${name}><password>${password}</password><networks><ip>${network}</ip></networks>
    <profile>${name}</profile><quota>default</quota>
    ${allowed === undefined ? '' : `<allow_databases>${allowed}</allow_databases>`}</${name}>`;
}

async function post(port: number, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', auth: `${ADMINISTRATOR}:` }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(text))));
    });
    sent.once('error', reject);
    sent.end(sql);
  });
}
