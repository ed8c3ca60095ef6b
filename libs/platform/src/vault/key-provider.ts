import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { DomainError } from '#platform/errors';
import { aad, type AadPart } from './aad.js';

/** A data key as it is stored: useless without the key-encryption key that it names. */
export interface WrappedKey {
  readonly encryptionKeyId: string;
  readonly wrapped: Buffer;
}

/**
 * Holds the key-encryption keys and never gives them away. The `local` provider reads a key ring; a KMS
 * or a transit engine fits the same three calls.
 */
export interface KeyProvider {
  /** The id under which new data keys are wrapped. */
  readonly activeKeyId: string;
  readonly keyIds: readonly string[];
  wrap(dataKey: Buffer, context: readonly AadPart[]): Promise<WrappedKey>;
  /** @throws DomainError `internal` when the key is unknown or the wrapped key does not open */
  unwrap(key: WrappedKey, context: readonly AadPart[]): Promise<Buffer>;
  /** A value that tells whether a key of this id is the same key as last time, without revealing it. */
  checkValue(keyId: string): Promise<Buffer>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const DATA_KEY_BYTES = 32;

/** Key-encryption keys in this process's memory, from the key-ring file. */
export class LocalKeyProvider implements KeyProvider {
  readonly activeKeyId: string;
  readonly keyIds: readonly string[];
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(ring: { active: string; keys: ReadonlyMap<string, Buffer> }) {
    this.activeKeyId = ring.active;
    this.keys = ring.keys;
    this.keyIds = [...ring.keys.keys()];
  }

  async wrap(dataKey: Buffer, context: readonly AadPart[]): Promise<WrappedKey> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.activeKeyId), iv);
    cipher.setAAD(aad(['data_key', this.activeKeyId, ...context]));
    const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return {
      encryptionKeyId: this.activeKeyId,
      wrapped: Buffer.concat([iv, sealed, cipher.getAuthTag()]),
    };
  }

  async unwrap(key: WrappedKey, context: readonly AadPart[]): Promise<Buffer> {
    const kek = this.key(key.encryptionKeyId);
    try {
      // Without a fixed length a row of a few bytes would bring a tag of a few bytes.
      const exact = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', kek, key.wrapped.subarray(0, IV_BYTES), exact);
      decipher.setAAD(aad(['data_key', key.encryptionKeyId, ...context]));
      decipher.setAuthTag(key.wrapped.subarray(-TAG_BYTES));
      const body = key.wrapped.subarray(IV_BYTES, -TAG_BYTES);
      const dataKey = Buffer.concat([decipher.update(body), decipher.final()]);
      if (dataKey.length !== DATA_KEY_BYTES) throw new RangeError('length');
      return dataKey;
    } catch {
      throw new DomainError('internal', 'data_key_unreadable', 'A data key cannot be opened.');
    }
  }

  async checkValue(keyId: string): Promise<Buffer> {
    return createHmac('sha256', this.key(keyId)).update(`patchbay key check ${keyId}`).digest();
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new DomainError('internal', 'encryption_key_missing', 'An encryption key is missing.');
    return key;
  }
}
