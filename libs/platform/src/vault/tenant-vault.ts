import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { DomainError } from '#platform/errors';
import { aad } from './aad.js';

/** The row, field and version that a ciphertext belongs to; it opens nowhere else. */
export interface SealedAt {
  readonly entity: string;
  readonly rowId: number;
  readonly field: string;
  readonly version: number;
}

/** An unwrapped data key of a tenant; lives in memory alone. */
export interface DataKey {
  readonly id: number;
  readonly key: Buffer;
}

const FORMAT = 1;
const HEADER_BYTES = 9;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FINGERPRINT_BYTES = 16;

/**
 * Seals and opens the secrets of one tenant: AES-256-GCM under the tenant's data key.
 *
 * A sealed value is: format (1 byte), data key id (8 bytes, big endian), nonce (12), ciphertext, tag (16).
 * A nonce is random: 96 bits, far below 2^32 values under one key (NIST SP 800-38D, section 8.3).
 */
export class TenantVault {
  private readonly keys: ReadonlyMap<number, DataKey>;
  private readonly fingerprintKey: Buffer;
  private readonly cursorKey: Buffer;
  private readonly auditKey: Buffer;

  /** @param keys - at least one; the last seals, all open, and the first names fingerprints */
  constructor(
    readonly tenantId: number,
    keys: readonly DataKey[],
  ) {
    this.keys = new Map(keys.map((key) => [key.id, key]));
    const first = keys[0];
    if (!first) throw new DomainError('internal', 'data_key_missing', 'The tenant has no data key.');
    this.fingerprintKey = derive(first.key, 'fingerprint');
    this.cursorKey = derive(first.key, 'cursor');
    this.auditKey = derive(first.key, 'audit');
  }

  /** Encrypts text for one place. */
  seal(at: SealedAt, plaintext: string): Buffer {
    return this.sealBytes(at, Buffer.from(plaintext, 'utf8'));
  }

  /** Encrypts bytes for one place; the whole is held in memory, so large content comes in parts. */
  sealBytes(at: SealedAt, plaintext: Buffer): Buffer {
    const key = [...this.keys.values()].at(-1)!;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(FORMAT);
    header.writeBigUInt64BE(BigInt(key.id), 1);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.key, iv);
    cipher.setAAD(this.bind(at, key.id));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([header, iv, sealed, cipher.getAuthTag()]);
  }

  /**
   * Decrypts what was sealed for exactly this place.
   *
   * @throws DomainError `internal`/`secret_unreadable` for a ciphertext that was moved, replayed, cut or changed
   */
  open(at: SealedAt, sealed: Buffer): string {
    return this.openBytes(at, sealed).toString('utf8');
  }

  /** The same for bytes. @throws as {@link open} */
  openBytes(at: SealedAt, sealed: Buffer): Buffer {
    try {
      if (sealed.readUInt8(0) !== FORMAT) throw new RangeError('format');
      const key = this.keys.get(Number(sealed.readBigUInt64BE(1)));
      if (!key || sealed.length < HEADER_BYTES + IV_BYTES + TAG_BYTES) throw new RangeError('key');
      const body = sealed.subarray(HEADER_BYTES);
      const exact = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', key.key, body.subarray(0, IV_BYTES), exact);
      decipher.setAAD(this.bind(at, key.id));
      decipher.setAuthTag(body.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw new DomainError('internal', 'secret_unreadable', 'A stored secret cannot be opened.');
    }
  }

  /**
   * A keyed digest that tells whether a secret changed, and nothing else: it is bound to the row and the
   * field, so that equal secrets of two rows do not look equal.
   */
  fingerprint(at: Omit<SealedAt, 'version'>, plaintext: string): string {
    return createHmac('sha256', this.fingerprintKey)
      .update(aad([this.tenantId, at.entity, at.rowId, at.field, plaintext]))
      .digest()
      .subarray(0, FINGERPRINT_BYTES)
      .toString('hex');
  }

  /** Signs a cursor of this tenant; the signature is 16 bytes. */
  sign(text: string): Buffer {
    return createHmac('sha256', this.cursorKey).update(text).digest().subarray(0, 16);
  }

  /** True when {@link sign} made this signature of this text, compared in constant time. */
  verifies(text: string, signature: Buffer): boolean {
    return signature.length === 16 && timingSafeEqual(this.sign(text), signature);
  }

  /**
   * The key of one audit event, 32 bytes: with it alone the event's hash can be computed, and no other's.
   *
   * @param nonce - random, stored with the event
   */
  auditEventKey(nonce: Buffer): Buffer {
    return createHmac('sha256', this.auditKey).update('event').update(nonce).digest();
  }

  /** Says that the service itself purged a tenant's events up to this one; 32 bytes. */
  auditPurgeSeal(sequence: number, hash: Buffer): Buffer {
    return createHmac('sha256', this.auditKey).update(`purge ${sequence} `).update(hash).digest();
  }

  private bind(at: SealedAt, keyId: number): Buffer {
    return aad(['patchbay', this.tenantId, at.entity, at.rowId, at.field, at.version, keyId]);
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `patchbay ${purpose}`, 32));
}
