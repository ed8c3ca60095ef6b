import { type KeyObject, createPublicKey } from 'node:crypto';
import { JwksClient } from 'jwks-rsa';
import { DomainError } from '#platform/errors';

/** Reads the document with the keys (RFC 7517 section 5). */
export type FetchJwks = () => Promise<string>;

/** A key, and the one algorithm that it is for. */
interface VerificationKey {
  readonly kid: string | undefined;
  readonly algorithm: string;
  readonly key: KeyObject;
}

/** After so long the set is read again, so that a key which the issuer withdrew is not taken for ever. */
const FRESH_MS = 10 * 60_000;
/** An issuer that cannot be reached is believed in what it said before for so long. */
const STALE_MS = 60 * 60_000;
/** Somebody who makes key ids up must not make us ask the issuer each time. */
const UNKNOWN_KEY_EVERY_MS = 60_000;
const RETRY_AFTER_MS = 10_000;
const MAX_KEYS = 100;
const MIN_RSA_BITS = 2048;

/**
 * The keys of one issuer. Many requests that wait for them cause one fetch; an unknown key id causes another
 * one at most once a minute; what could not be fetched is tried again after ten seconds.
 */
export class JwksKeys {
  private readonly client: JwksClient;
  private keys: readonly VerificationKey[] = [];
  private readAt = -Infinity;
  private triedAt = -Infinity;
  private askedForUnknownAt = -Infinity;
  private loading: Promise<void> | null = null;
  private failure: unknown = null;

  constructor(fetchJwks: FetchJwks) {
    this.client = new JwksClient({
      // The fetcher knows the address; the library reads what it brings.
      jwksUri: '',
      cache: false,
      rateLimit: false,
      fetcher: async () => ({ keys: keysOf(await fetchJwks()) }),
    });
  }

  /**
   * The key that a token names, for its algorithm; null for one that the issuer does not publish.
   *
   * @param kid - undefined fits where the issuer has a single key for the algorithm
   * @throws DomainError `unavailable` when nothing is known of the issuer's keys and it cannot be asked
   */
  async keyFor(kid: string | undefined, algorithm: string): Promise<KeyObject | null> {
    if (this.age() >= FRESH_MS) await this.refresh();
    if (this.age() >= STALE_MS) throw this.unavailable();
    const known = this.find(kid, algorithm);
    if (known || Date.now() - this.askedForUnknownAt < UNKNOWN_KEY_EVERY_MS) {
      if (!known && this.loading) await this.loading;
      return known ?? this.find(kid, algorithm);
    }
    this.askedForUnknownAt = Date.now();
    await this.load();
    return this.find(kid, algorithm);
  }

  private find(kid: string | undefined, algorithm: string): KeyObject | null {
    const fitting = this.keys.filter(
      (key) => key.algorithm === algorithm && (kid === undefined || key.kid === kid),
    );
    return kid === undefined && fitting.length > 1 ? null : (fitting[0]?.key ?? null);
  }

  private async refresh(): Promise<void> {
    if (this.loading || Date.now() - this.triedAt >= RETRY_AFTER_MS) await this.load();
  }

  private async load(): Promise<void> {
    this.loading ??= this.loadOnce().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async loadOnce(): Promise<void> {
    this.triedAt = Date.now();
    try {
      const keys = await this.client.getSigningKeys();
      this.keys = keys.flatMap((key) => verificationKey(key.kid, key.alg, key.getPublicKey()));
      this.readAt = Date.now();
    } catch (error) {
      this.failure = error;
    }
  }

  private age(): number {
    return Date.now() - this.readAt;
  }

  private unavailable(): DomainError {
    const message = "The keys of the token's issuer cannot be read now.";
    const details = { retryAfter: RETRY_AFTER_MS / 1000 };
    return Object.assign(new DomainError('unavailable', 'issuer_unavailable', message, details), {
      cause: this.failure,
    });
  }
}

function keysOf(text: string): unknown[] {
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) throw new Error('The document is no set of keys.');
  return (keys as unknown[]).filter((key) => typeof key === 'object' && key !== null);
}

/** What a key is decides what it is for: the token has no say in that, and a public key is never a secret. */
function verificationKey(
  kid: string | undefined,
  declared: string | undefined,
  pem: string,
): VerificationKey[] {
  const key = createPublicKey(pem);
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  const isRsa = key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS;
  const isP256 = key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1';
  const algorithm = isRsa ? 'RS256' : isP256 ? 'ES256' : undefined;
  if (algorithm === undefined || (declared !== undefined && declared !== algorithm)) return [];
  return [{ kid, algorithm, key }];
}
