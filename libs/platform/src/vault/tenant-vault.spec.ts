import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { DomainError } from '#platform/errors';
import { aad } from './aad.js';
import { type DataKey, type SealedAt, TenantVault } from './tenant-vault.js';

const dataKey = (id: number, byte = id): DataKey => ({ id, key: Buffer.alloc(32, byte) });
const AT: SealedAt = { entity: 'credential', rowId: 17, field: 'payload', version: 3 };
const SECRET = 'correct horse battery staple';

const vault = new TenantVault(1, [dataKey(1)]);

function refusal(open: () => string): string {
  try {
    open();
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return (error as DomainError).code;
  }
  return 'opened';
}

const opening = (by: TenantVault, at: SealedAt, sealed: Buffer): string => refusal(() => by.open(at, sealed));

describe('a sealed secret', () => {
  const sealed = vault.seal(AT, SECRET);

  it('opens where it was sealed, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }));
    fc.assert(fc.property(text, (plain) => expect(vault.open(AT, vault.seal(AT, plain))).toBe(plain)));
  });

  it('holds nothing of the text, and looks different each time', () => {
    const again = vault.seal(AT, SECRET);
    expect(sealed.includes('horse')).toBe(false);
    expect(again.subarray(9).equals(sealed.subarray(9))).toBe(false);
    expect(again.subarray(9, 21).equals(sealed.subarray(9, 21))).toBe(false);
  });

  it('does not open with any one bit changed: format, key id, nonce, text or tag', () => {
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(opening(vault, AT, changed)).toBe('secret_unreadable');
    }
  });

  it('does not open when it is cut at either end, or longer', () => {
    for (let length = 0; length < sealed.length; length += 1) {
      expect(opening(vault, AT, sealed.subarray(0, length))).toBe('secret_unreadable');
      expect(opening(vault, AT, sealed.subarray(sealed.length - length))).toBe('secret_unreadable');
    }
    expect(opening(vault, AT, Buffer.concat([sealed, Buffer.alloc(1)]))).toBe('secret_unreadable');
  });

  it.each<[string, Partial<SealedAt>]>([
    ['another row', { rowId: 18 }],
    ['another field', { field: 'transport.ssh.password' }],
    ['another kind of row', { entity: 'connection' }],
    ['a later version', { version: 4 }],
    ['an older version', { version: 2 }],
  ])('does not open in the place of %s', (_what, elsewhere) => {
    expect(opening(vault, { ...AT, ...elsewhere }, sealed)).toBe('secret_unreadable');
  });

  it('does not open when its older version is put back', () => {
    const current = { ...AT, version: 4 };
    expect(vault.open(current, vault.seal(current, 'newer'))).toBe('newer');
    expect(opening(vault, current, sealed)).toBe('secret_unreadable');
  });

  it('does not open for another tenant, not even under the same key', () => {
    expect(opening(new TenantVault(2, [dataKey(1)]), AT, sealed)).toBe('secret_unreadable');
    expect(opening(new TenantVault(2, [dataKey(2)]), AT, sealed)).toBe('secret_unreadable');
  });

  it('does not open under another key of the same id, nor under the same key of another id', () => {
    expect(opening(new TenantVault(1, [dataKey(1, 99)]), AT, sealed)).toBe('secret_unreadable');
    const renamed = Buffer.from(sealed);
    renamed.writeBigUInt64BE(2n, 1);
    expect(opening(new TenantVault(1, [dataKey(2, 1)]), AT, sealed)).toBe('secret_unreadable');
    expect(opening(new TenantVault(1, [dataKey(2, 1)]), AT, renamed)).toBe('secret_unreadable');
  });

  it('does not open with a short tag, which would be easier to guess', () => {
    const iv = Buffer.alloc(12, 1);
    const cipher = createCipheriv('aes-256-gcm', dataKey(1).key, iv, { authTagLength: 4 });
    cipher.setAAD(aad(['patchbay', 1, AT.entity, AT.rowId, AT.field, AT.version, 1]));
    const body = Buffer.concat([cipher.update(SECRET, 'utf8'), cipher.final()]);
    const forged = Buffer.concat([sealed.subarray(0, 9), iv, body, cipher.getAuthTag()]);
    expect(opening(vault, AT, forged)).toBe('secret_unreadable');
  });

  it('says nothing of the secret or of the place when it does not open', () => {
    try {
      vault.open({ ...AT, field: 'elsewhere' }, sealed);
      throw new Error('It opened.');
    } catch (error) {
      expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toMatch(
        /horse|elsewhere|credential/,
      );
    }
  });
});

describe('a vault of several data keys', () => {
  const older = new TenantVault(1, [dataKey(1)]);
  const both = new TenantVault(1, [dataKey(1), dataKey(2)]);
  const newer = new TenantVault(1, [dataKey(2)]);

  it('seals with the last and opens with each', () => {
    const fresh = both.seal(AT, SECRET);
    expect(fresh.readBigUInt64BE(1)).toBe(2n);
    expect(newer.open(AT, fresh)).toBe(SECRET);
    expect(opening(older, AT, fresh)).toBe('secret_unreadable');
    expect(both.open(AT, older.seal(AT, SECRET))).toBe(SECRET);
  });

  it('keeps fingerprints and cursors when a key is added', () => {
    expect(both.fingerprint(AT, SECRET)).toBe(older.fingerprint(AT, SECRET));
    expect(both.verifies('a cursor', older.sign('a cursor'))).toBe(true);
  });

  it('is not made without a key', () => {
    expect(() => new TenantVault(1, [])).toThrow('The tenant has no data key.');
  });
});

describe('a fingerprint', () => {
  it('is the same for the same secret in the same place, in every version', () => {
    expect(vault.fingerprint(AT, SECRET)).toMatch(/^[0-9a-f]{32}$/);
    expect(vault.fingerprint({ ...AT, version: 9 } as SealedAt, SECRET)).toBe(vault.fingerprint(AT, SECRET));
  });

  it('differs by secret, row, field, entity, tenant and key', () => {
    const prints = [
      vault.fingerprint(AT, SECRET),
      vault.fingerprint(AT, `${SECRET} `),
      vault.fingerprint({ ...AT, rowId: 18 }, SECRET),
      vault.fingerprint({ ...AT, field: 'other' }, SECRET),
      vault.fingerprint({ ...AT, entity: 'other' }, SECRET),
      new TenantVault(2, [dataKey(1)]).fingerprint(AT, SECRET),
      new TenantVault(1, [dataKey(1, 99)]).fingerprint(AT, SECRET),
    ];
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('a signature of a cursor', () => {
  it('fits its own text and tenant alone', () => {
    const signature = vault.sign('position');
    expect(vault.verifies('position', signature)).toBe(true);
    expect(vault.verifies('position!', signature)).toBe(false);
    expect(vault.verifies('position', signature.subarray(0, 15))).toBe(false);
    expect(vault.verifies('position', Buffer.alloc(0))).toBe(false);
    expect(new TenantVault(1, [dataKey(1, 99)]).verifies('position', signature)).toBe(false);
  });
});
