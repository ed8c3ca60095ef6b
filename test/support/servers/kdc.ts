import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePort, startServerProcess } from './server-process.js';

const run = promisify(execFile);

/** A Kerberos key distribution centre: MIT's, of the Debian packages `krb5-kdc` and `krb5-admin-server`. */
export interface Kdc {
  readonly realm: string;
  readonly port: number;
  /** Runs one command of `kadmin.local`, such as `addprinc -pw x reader`. @throws Error with what it says */
  administer(command: string): Promise<void>;
  /** The present keys of principals, in this order, as a keytab file has them. */
  keytabOf(...principals: readonly string[]): Promise<Buffer>;
  close(): Promise<void>;
}

const REALM = 'EXAMPLE.TEST';
const SBIN = '/usr/sbin';

/** Debian's package `libfaketime`; the loader knows what stands for `$LIB`. */
const OTHER_TIME = '/usr/$LIB/faketime/libfaketime.so.1';

export interface KdcOptions {
  /** Another address of the loopback than 127.0.0.1, at which it listens as well. */
  readonly address?: string;
  /** How far its clock is ahead, in hours. */
  readonly hoursAhead?: number;
}

/** Starts a centre without principals at a free port of the loopback; it speaks TCP alone. */
export async function startKdc({ address = '127.0.0.1', hoursAhead = 0 }: KdcOptions = {}): Promise<Kdc> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-kdc-'));
  const file = (name: string): string => join(folder, name);
  const port = await freePort();
  const listen = [...new Set(['127.0.0.1', address])].map((each) => `${each}:${port}`).join(',');
  const files = { KRB5_CONFIG: file('krb5.conf'), KRB5_KDC_PROFILE: file('kdc.conf') };
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...files };
  const administer = async (command: string): Promise<void> => {
    // It says what went wrong on standard error, and ends well all the same.
    const { stderr } = await run(`${SBIN}/kadmin.local`, ['-q', command], { env });
    const failure = stderr.split('\n').find((line) => / while /.test(line));
    if (failure !== undefined) throw new Error(failure);
  };
  try {
    await writeFile(files.KRB5_CONFIG, `[libdefaults]\ndefault_realm = ${REALM}\n[realms]\n${REALM} = { }\n`);
    await writeFile(
      files.KRB5_KDC_PROFILE,
      `[kdcdefaults]
kdc_listen = ""
kdc_tcp_listen = ${listen}
[realms]
${REALM} = {
  database_name = ${file('principals')}
  key_stash_file = ${file('stash')}
  supported_enctypes = aes256-cts:normal
}
`,
    );
    await run(`${SBIN}/kdb5_util`, ['create', '-s', '-r', REALM, '-P', 'of the tests'], { env });
    const clock = hoursAhead === 0 ? {} : { LD_PRELOAD: OTHER_TIME, FAKETIME: `+${hoursAhead}h` };
    const variables = Object.entries({ ...files, ...clock }).map((pair) => pair.join('='));
    const server = await startServerProcess('env', [...variables, `${SBIN}/krb5kdc`, '-n'], port);
    let keytabs = 0;
    return {
      realm: REALM,
      port,
      administer,
      keytabOf: async (...principals) => {
        const keytab = file(`keytab_${(keytabs += 1)}`);
        await administer(`ktadd -q -norandkey -k ${keytab} ${principals.join(' ')}`);
        return readFile(keytab);
      },
      close: async () => {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
