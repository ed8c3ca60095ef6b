import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { TenantDatabase } from '#platform/database';
import { notFound } from '#platform/errors';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import type { PlatformActor } from '../tenants/tenants.service.js';
import {
  type PublicJwk,
  SIGNING_ALGORITHM,
  createSigningKey,
  privateKeyOf,
  publicKeyOf,
} from './signing-key.js';
import {
  type ActiveSigningKeyRow,
  type SigningKeyInsert,
  type SigningKeyRow,
  SigningKeysRepository,
  wrappingContext,
} from './signing-keys.repository.js';
import { TokenSettings } from './token-settings.js';

/** A signing key as it is answered: never its private half. */
export interface SigningKeyView {
  readonly id: string;
  readonly algorithm: string;
  readonly status: 'active' | 'retiring' | 'retired' | 'revoked';
  readonly created_by: string;
  readonly activated_at: string;
  readonly retired_at: string | null;
  readonly revoked_at: string | null;
  /** Until when tokens that it signed may still be valid; null for the active key and for a revoked one. */
  readonly published_until: string | null;
}

/** A key of the set that everybody can read (RFC 7517 section 4). */
export interface PublishedKey extends PublicJwk {
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: string;
}

/** How long a token of ours is valid, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;
/** A token is signed a moment after its key was looked up, and clocks differ. */
const PUBLISHED_SECONDS = ACCESS_TOKEN_SECONDS + 60;
const FIRST_START = 'patchbay/start';
const SECRETS_IN_MEMORY = 4;

interface PublishedSet {
  readonly readAt: number;
  readonly jwks: readonly PublishedKey[];
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** The keys that sign the service's own tokens. What other instances change is noticed by looking. */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap {
  private published: PublishedSet | null = null;
  private reading: Promise<PublishedSet> | null = null;
  private readonly privateKeys = new LRUCache<string, KeyObject>({ max: SECRETS_IN_MEMORY });

  constructor(
    private readonly settings: TokenSettings,
    private readonly database: TenantDatabase,
    private readonly keys: SigningKeysRepository,
    private readonly tenants: TenantsRepository,
  ) {}

  /** Makes the first key where there is none yet. */
  async onApplicationBootstrap(): Promise<void> {
    if ((await this.keys.active()) === null) await this.keys.insertFirst(await this.newKey(FIRST_START));
  }

  /** The key that signs now, on whichever instance it was made. */
  async active(): Promise<{ readonly id: string; readonly key: KeyObject }> {
    const row = await this.keys.active();
    if (!row) throw new TypeError('The first start makes a signing key.');
    let key = this.privateKeys.get(row.id);
    if (!key) this.privateKeys.set(row.id, (key = await this.unwrapped(row)));
    return { id: row.id, key };
  }

  /** The public key of this id, or null. One that is not known here is looked up: another instance may have made it. */
  async publicKey(id: string, maxAgeMs: number): Promise<KeyObject | null> {
    const known = this.published;
    const remembered = known && Date.now() - known.readAt < maxAgeMs ? known.keys.get(id) : undefined;
    if (remembered) return remembered;
    return (await this.readNow()).keys.get(id) ?? null;
  }

  /** Whether tokens of this key are taken, as every instance has it now. */
  async isPublished(id: string): Promise<boolean> {
    return (await this.readNow()).keys.has(id);
  }

  /** The set that everybody can read, at most so old. */
  async jwks(maxAgeMs: number): Promise<readonly PublishedKey[]> {
    return (await this.set(maxAgeMs)).jwks;
  }

  async list(): Promise<SigningKeyView[]> {
    return (await this.keys.list()).map(viewOf);
  }

  /** Makes a new key that signs from now on. The one before stays published until its last token has expired. */
  async rotate(actor: PlatformActor): Promise<SigningKeyView> {
    const key = await this.newKey(actor.name);
    const view = await this.database.platformEffect(actor.idempotency, async (tx) => {
      const after = viewOf(await this.keys.replaceActive(tx, key));
      await this.tenants.recordAudit(tx, actor, { action: 'signing_key.rotate', tenant: null, after });
      return after;
    });
    this.published = null;
    return view;
  }

  /**
   * Ends all tokens that the key has signed, on every instance from the answer on: for a key that others may know. Where
   * it is the active one, a new one signs from now on.
   *
   * @throws DomainError `not_found`
   */
  async revoke(actor: PlatformActor, id: string): Promise<SigningKeyView> {
    const next = await this.newKey(actor.name);
    const view = await this.database.platformEffect(actor.idempotency, async (tx) => {
      const row = await this.keys.lock(tx, id);
      if (!row) throw notFound('signing key');
      if (row.revokedAt) return viewOf(row);
      if (!row.retiredAt) await this.keys.replaceActive(tx, next);
      const after = viewOf(await this.keys.revoke(tx, id));
      // What instances remember of a token holds for the access epoch of its tenant.
      await this.tenants.raiseAccessEpochs(tx);
      const before = viewOf(row);
      await this.tenants.recordAudit(tx, actor, {
        action: 'signing_key.revoke',
        tenant: null,
        before,
        after,
      });
      return after;
    });
    this.published = null;
    return view;
  }

  private async set(maxAgeMs: number): Promise<PublishedSet> {
    const known = this.published;
    return known && Date.now() - known.readAt < maxAgeMs ? known : this.read();
  }

  /** Many may ask at once, and one look-up answers them. */
  private async read(): Promise<PublishedSet> {
    this.reading ??= this.readOnce().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /** One that began before the question may not know what happened in between. */
  private async readNow(): Promise<PublishedSet> {
    if (this.reading) await this.reading;
    return this.read();
  }

  private async readOnce(): Promise<PublishedSet> {
    const readAt = Date.now();
    const rows = await this.keys.published(PUBLISHED_SECONDS);
    this.published = {
      readAt,
      jwks: rows.map(({ id, algorithm, publicKey: { kty, crv, x, y } }) => ({
        kty,
        crv,
        x,
        y,
        kid: id,
        use: 'sig',
        alg: algorithm,
      })),
      keys: new Map(rows.map(({ id, publicKey }) => [id, publicKeyOf(publicKey)])),
    };
    return this.published;
  }

  private async newKey(createdBy: string): Promise<SigningKeyInsert> {
    const { id, publicJwk, secret } = createSigningKey();
    const wrapped = await this.settings.keys.wrap(secret, wrappingContext(id));
    return { id, algorithm: SIGNING_ALGORITHM, publicKey: publicJwk, createdBy, ...wrapped };
  }

  private async unwrapped({ id, publicKey, ...wrapped }: ActiveSigningKeyRow): Promise<KeyObject> {
    return privateKeyOf(publicKey, await this.settings.keys.unwrap(wrapped, wrappingContext(id)));
  }
}

function viewOf(row: SigningKeyRow): SigningKeyView {
  const published = row.revokedAt ? null : row.retiredAt;
  const until = published && new Date(published.getTime() + PUBLISHED_SECONDS * 1000);
  return {
    id: row.id,
    algorithm: row.algorithm,
    status: statusOf(row, until),
    created_by: row.createdBy,
    activated_at: row.activatedAt.toISOString(),
    retired_at: row.retiredAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    published_until: until?.toISOString() ?? null,
  };
}

function statusOf({ revokedAt }: SigningKeyRow, until: Date | null): SigningKeyView['status'] {
  if (revokedAt) return 'revoked';
  if (until === null) return 'active';
  return until.getTime() > Date.now() ? 'retiring' : 'retired';
}
