import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from '#connector-sdk';
import type { Caller } from '#core';
import { IdempotencyKeys, type StoredOutcome, TenantDatabase, type Transaction } from '#platform/database';
import type { IdempotentRequest, Outcome } from '#platform/scope';
import { Vault } from '#platform/vault';
import { KeyGate } from './key-gate.js';

/** Whose key: of a principal in a tenant, or of the platform's administrator outside of any. */
type Owner = Pick<Caller, 'scope' | 'principal'>;

/** What requests with a key were answered. */
@Injectable()
export class IdempotencyStore {
  private readonly gate = new KeyGate();

  constructor(
    private readonly database: TenantDatabase,
    private readonly vault: Vault,
  ) {}

  /** Tells requests apart. A tenant's bodies hold secrets, so the digest is keyed; the platform's hold none. */
  async fingerprint({ scope }: Owner, { method, url, body }: FastifyRequest): Promise<string> {
    // The place is not always in the address.
    const place = String(scope?.projectId);
    const text = `${method} ${url}\n${place}\n${canonicalJson((body ?? null) as never)}`;
    if (!scope) return createHash('sha256').update(text).digest('hex');
    const vault = await this.vault.forTenant(scope);
    return vault.fingerprint({ entity: 'request', rowId: 0, field: 'all' }, text);
  }

  /** Waits for another request of the key in this process; answers what ends the turn. */
  enter({ scope }: Owner, { principal, key, waitUntil }: IdempotentRequest): Promise<() => void> {
    return this.gate.enter([scope?.tenantId ?? 'platform', principal, key].join('\n'), waitUntil);
  }

  async find({ scope }: Owner, request: IdempotentRequest): Promise<StoredOutcome | undefined> {
    const query = keysOf({ scope }).find(request);
    if (!scope) return (await this.database.statement<StoredOutcome>(query))[0];
    return (await this.database.read(scope, query))[0]?.[0] as StoredOutcome | undefined;
  }

  /**
   * Stores an answer that was not stored with an effect.
   *
   * @throws AlreadyDone when another request of the key was first
   */
  async save(owner: Owner, request: IdempotentRequest, outcome: Outcome): Promise<void> {
    await this.inTransaction(owner, async (keys, tx) => {
      await keys.claim(tx, request);
      await keys.settle(tx, request, outcome);
    });
  }

  /** Replaces the outcome that was stored with the effect by the answer that it led to. */
  async amend(owner: Owner, request: IdempotentRequest, outcome: Outcome): Promise<void> {
    await this.inTransaction(owner, (keys, tx) => keys.settle(tx, request, outcome));
  }

  private async inTransaction(
    { scope }: Pick<Owner, 'scope'>,
    work: (keys: IdempotencyKeys, tx: Transaction) => Promise<void>,
  ): Promise<void> {
    const keys = keysOf({ scope });
    if (scope) await this.database.transaction(scope, (tx) => work(keys, tx));
    else await this.database.platformTransaction((tx) => work(keys, tx));
  }
}

function keysOf({ scope }: Pick<Owner, 'scope'>): IdempotencyKeys {
  return new IdempotencyKeys(scope?.tenantId ?? null);
}
