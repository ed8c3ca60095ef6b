import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type SshKeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** A key pair of an SSH user or server. */
export interface SshKey {
  /** The text of the key file. */
  readonly privateKey: string;
  /** One line, as `authorized_keys` has it. */
  readonly publicKey: string;
  /** As `ssh-keygen -lf` prints it, without padding. */
  readonly fingerprint: string;
}

/** Makes a key pair with `ssh-keygen`. @param passphrase encrypts the private key when it is not empty */
export async function createSshKey(type: SshKeyType = 'ed25519', passphrase = ''): Promise<SshKey> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-key-'));
  const file = join(folder, 'key');
  try {
    await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'tests', '-f', file]);
    const { stdout } = await run('ssh-keygen', ['-l', '-E', 'sha256', '-f', `${file}.pub`]);
    return {
      privateKey: await readFile(file, 'utf8'),
      publicKey: (await readFile(`${file}.pub`, 'utf8')).trim(),
      fingerprint: stdout.split(' ')[1] ?? '',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
