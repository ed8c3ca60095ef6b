import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createKeyringFile, loadKeyring, readOrCreateSecretFile } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('the keyring file', () => {
  const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
  const written = async (content: unknown, mode = 0o600): Promise<string> => {
    const path = join(folder, 'keyring.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode });
    await chmod(path, mode);
    return path;
  };

  it('is made with one key, for its owner alone, and never over another', async () => {
    const path = join(folder, 'new', 'keyring.json');
    expect(await createKeyringFile(path)).toBe(true);
    expect(await modeOf(path)).toBe(0o600);
    const ring = await loadKeyring(path);
    expect(ring.active).toBe('k1');
    expect(ring.keys.get('k1')).toHaveLength(32);

    const before = await readFile(path, 'utf8');
    expect(await createKeyringFile(path)).toBe(false);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(join(folder, 'new'))).toEqual(['keyring.json']);
  });

  it('holds several keys', async () => {
    const ring = await loadKeyring(await written({ active: 'b', keys: { a: key(1), b: key(2) } }, 0o400));
    expect(ring.active).toBe('b');
    expect(ring.keys.get('a')).toEqual(Buffer.alloc(32, 1));
  });

  it.each([0o640, 0o604, 0o620, 0o666])('is refused with mode %o', async (mode) => {
    const path = await written({ active: 'a', keys: { a: key(1) } }, mode);
    await expect(loadKeyring(path)).rejects.toThrow('mode 600');
  });

  it.each([
    ['is missing', undefined],
    ['is not JSON', 'qzqz'],
    ['is a list', []],
    ['has no keys', { active: 'a' }],
    ['has an active id without a key', { active: 'qzqz', keys: { a: key(1) } }],
    ['has no active id', { keys: { a: key(1) } }],
    ['has a short key', { active: 'a', keys: { a: Buffer.alloc(31).toString('base64') } }],
    ['has a long key', { active: 'a', keys: { a: Buffer.alloc(33).toString('base64') } }],
    ['has a key that is not base64', { active: 'a', keys: { a: 'qzqz'.repeat(11) } }],
    ['has an id of other characters', { active: 'qz|qz', keys: { 'qz|qz': key(1) } }],
    ['has a key twice', { active: 'a', keys: { a: key(1), b: key(1) } }],
  ])('is refused when it %s', async (_, content) => {
    const path = content === undefined ? join(folder, 'none') : await written(content);
    const error: unknown = await loadKeyring(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(/^The keyring of PATCHBAY_KEYRING_FILE .+\.$/);
    expect((error as Error).message).not.toMatch(/qz/);
  });

  it('is refused when it is a folder', async () => {
    await expect(loadKeyring(folder)).rejects.toThrow(ConfigError);
  });
});

describe('a secret file', () => {
  it('is made once and read from then on', async () => {
    const path = join(folder, 'deep', 'secret.key');
    const first = await readOrCreateSecretFile(path, 32);
    expect(first.created).toBe(true);
    expect(first.value).toMatch(/^[\w-]{43}$/);
    expect(await modeOf(path)).toBe(0o600);
    expect(await readOrCreateSecretFile(path, 32)).toEqual({ value: first.value, created: false });
  });

  it('is the same for all that start at once', async () => {
    const path = join(folder, 'secret.key');
    const all = await Promise.all(Array.from({ length: 20 }, () => readOrCreateSecretFile(path, 32)));
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ value }) => value)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['secret.key']);
  });

  it('is refused when others can read it, and when it is empty', async () => {
    const path = join(folder, 'secret.key');
    await writeFile(path, ' \n', { mode: 0o600 });
    await expect(readOrCreateSecretFile(path, 32)).rejects.toThrow('empty');
    await chmod(path, 0o644);
    await expect(readOrCreateSecretFile(path, 32)).rejects.toThrow('mode 600');
  });
});
