import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A key and the certificate for it, as PEM text. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority of the tests' own; everything it signs is for them alone. */
export interface TestAuthority {
  /** Its certificate. */
  readonly ca: string;
  /** Signs a certificate for a name; `days` may be negative for one that is over already. */
  issue(name: string, days?: number): Promise<KeyAndCertificate>;
  close(): Promise<void>;
}

/** Makes an authority with the `openssl` program. */
export async function createAuthority(): Promise<TestAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-ca-'));
  const openssl = (...parts: string[]) => run('openssl', parts, { cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '2',
    '-subj',
    '/CN=tests',
  );
  let serial = 1;
  return {
    ca: await readFile(join(folder, 'ca.crt'), 'utf8'),
    issue: async (name, days = 1) => {
      serial += 1;
      const file = `c${serial}`;
      await openssl(
        'req',
        ...newKey,
        '-keyout',
        `${file}.key`,
        '-out',
        `${file}.csr`,
        '-subj',
        `/CN=${name}`,
      );
      const alternative = /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
      await writeFile(join(folder, `${file}.ext`), `subjectAltName=${alternative}\n`);
      await openssl(
        ...['x509', '-req', '-in', `${file}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key'],
        ...['-set_serial', String(serial), '-days', String(days), '-extfile', `${file}.ext`],
        ...['-out', `${file}.crt`],
      );
      const read = (ending: string) => readFile(join(folder, `${file}.${ending}`), 'utf8');
      return { key: await read('key'), cert: await read('crt') };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
