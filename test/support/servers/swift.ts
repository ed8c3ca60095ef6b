import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { KeyAndCertificate } from '../certificates.js';
import { freePort, type ServerProcess, startServerProcess } from './server-process.js';

const run = promisify(execFile);

/** OpenStack Swift of the Debian packages `swift-*` and `memcached`, which speaks the protocol of Amazon S3. */
export interface Swift {
  readonly port: number;
  readonly region: string;
  /** May make buckets. */
  readonly owner: AwsKey;
  /** May log in, and see nothing. */
  readonly stranger: AwsKey;
  close(): Promise<void>;
}

export interface AwsKey {
  readonly access_key: string;
  readonly secret_key: string;
}

const REGION = 'eu-west-3';
const STORES = ['account', 'container', 'object'] as const;

/** Starts it on free ports of the loopback, with one copy of everything in a temporary folder. */
export async function startSwift(tls: KeyAndCertificate): Promise<Swift> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-swift-'));
  const file = (name: string): string => join(folder, name);
  const [port, memory, ...ports] = await Promise.all([1, 2, ...STORES].map(() => freePort()));
  await mkdir(file('devices/one'), { recursive: true });
  await Promise.all([
    writeFile(file('server.key'), tls.key, { mode: 0o600 }),
    writeFile(file('server.crt'), tls.cert),
    writeFile(
      file('swift.conf'),
      '[swift-hash]\nswift_hash_path_suffix = tests\n[storage-policy:0]\nname = one\ndefault = yes\n',
    ),
    writeFile(file('proxy.conf'), proxyConf(folder, port!, memory!)),
    ...STORES.map((store, index) =>
      writeFile(file(`${store}.conf`), storeConf(folder, store, ports[index]!)),
    ),
  ]);
  await Promise.all(STORES.map((store, index) => makeRing(folder, store, ports[index]!)));

  const started: ServerProcess[] = [];
  const start = async (program: string, parts: string[], at: number): Promise<void> => {
    started.push(await startServerProcess(program, parts, at));
  };
  const close = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([
      start('memcached', ['-l', '127.0.0.1', '-p', String(memory), '-u', userInfo().username], memory!),
      ...STORES.map((store, index) => start(`swift-${store}-server`, [file(`${store}.conf`)], ports[index]!)),
    ]);
    await start('swift-proxy-server', [file('proxy.conf')], port!);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: port!,
    region: REGION,
    owner: { access_key: 'test:owner', secret_key: 'owner-secret' },
    stranger: { access_key: 'test:stranger', secret_key: 'stranger-secret' },
    close,
  };
}

async function makeRing(folder: string, store: string, port: number): Promise<void> {
  const builder = (...parts: string[]) =>
    run('swift-ring-builder', [`${store}.builder`, ...parts], { cwd: folder });
  await builder('create', '6', '1', '1');
  await builder('add', `r1z1-127.0.0.1:${port}/one`, '1');
  await builder('rebalance');
}

function defaults(folder: string, port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
user = ${userInfo().username}
swift_dir = ${folder}
workers = 0
`;
}

function storeConf(folder: string, store: string, port: number): string {
  return `${defaults(folder, port)}devices = ${join(folder, 'devices')}
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = ${store}-server
[app:${store}-server]
use = egg:swift#${store}
`;
}

function proxyConf(folder: string, port: number, memory: number): string {
  return `${defaults(folder, port)}cert_file = ${join(folder, 'server.crt')}
key_file = ${join(folder, 'server.key')}
[pipeline:main]
pipeline = catch_errors cache s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${memory}
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = ${REGION}
auth_pipeline_check = false
[filter:tempauth]
use = egg:swift#tempauth
user_test_owner = owner-secret .admin
user_test_stranger = stranger-secret
`;
}
