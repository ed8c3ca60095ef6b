import { Injectable } from '@nestjs/common';
import {
  type AuditHead,
  type ChainedEvent,
  auditChainQuery,
  auditEventHash,
  auditHeadQuery,
} from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';

/**
 * What is wrong with an event: it says something else than when it was written (`changed`), it follows
 * another one than it did (`unlinked`), it is gone (`missing`), it was never written by the service
 * (`inserted`), or what comes before was purged by somebody else (`purge_unsealed`).
 */
export type BreakReason = 'changed' | 'unlinked' | 'missing' | 'inserted' | 'purge_unsealed';

export interface ChainBreak {
  readonly sequence: number;
  /** Null for an event that is gone. */
  readonly id: number | null;
  readonly reason: BreakReason;
}

export interface AuditVerification {
  readonly ok: boolean;
  /** How many events were looked at. */
  readonly checked: number;
  readonly from_sequence: number;
  readonly to_sequence: number;
  /** Of the newest event, in hexadecimal; kept elsewhere, it shows later that nothing before it has changed. */
  readonly head_hash: string;
  /** Events from before the chain had keys: whoever can write to the database could have made those. */
  readonly unkeyed: number;
  /** The first that is wrong. */
  readonly broken: ChainBreak | null;
}

const BATCH = 1_000;
const START = Buffer.alloc(32);

/** Proves that a tenant's audit trail is as it was written. */
@Injectable()
export class AuditChainService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly vault: Vault,
  ) {}

  /** Walks along the whole chain as it is now, some rows at a time. */
  async verify(scope: Scope): Promise<AuditVerification> {
    const vault = await this.vault.forTenant(scope);
    for (;;) {
      const head = await this.head(scope);
      const result = await this.walk(scope, vault, head);
      // What was purged while this looked for it is not missing.
      if (result.ok || (await this.head(scope)).purged_sequence === head.purged_sequence) return result;
    }
  }

  private async head(scope: Scope): Promise<AuditHead> {
    const [rows] = await this.database.read(scope, auditHeadQuery(scope));
    const row = rows![0] as AuditHead;
    return { ...row, hash: row.hash ?? START, purged_hash: row.purged_hash ?? START };
  }

  private async walk(scope: Scope, vault: TenantVault, head: AuditHead): Promise<AuditVerification> {
    const walked = await this.follow(scope, vault, head);
    return {
      ok: walked.broken === null,
      checked: walked.checked,
      from_sequence: head.purged_sequence + 1,
      to_sequence: head.sequence,
      head_hash: head.hash.toString('hex'),
      unkeyed: walked.unkeyed,
      broken: walked.broken,
    };
  }

  private async follow(scope: Scope, vault: TenantVault, head: AuditHead) {
    let [sequence, hash, checked, unkeyed] = [head.purged_sequence, head.purged_hash, 0, 0];
    const found = (broken: ChainBreak | null) => ({ checked, unkeyed, broken });
    if (!isPurgeSealed(vault, head)) return found({ sequence, id: null, reason: 'purge_unsealed' });
    while (sequence < head.sequence) {
      const [rows] = await this.database.read(scope, auditChainQuery(scope, sequence, BATCH));
      for (const event of rows as ChainedEvent[]) {
        if (event.sequence > head.sequence) break;
        // Once there are keys, only somebody without them hashes without one.
        const isDegraded = event.nonce === null && unkeyed < checked;
        const reason = isDegraded ? 'changed' : whyBroken(vault, event, sequence + 1, hash);
        if (reason === 'missing') return found({ sequence: sequence + 1, id: null, reason });
        if (reason) return found({ sequence: event.sequence, id: event.id, reason });
        [sequence, hash] = [event.sequence, event.hash];
        checked += 1;
        if (event.nonce === null) unkeyed += 1;
      }
      const isEnd = rows!.length < BATCH;
      if (isEnd && sequence < head.sequence) {
        return found({ sequence: sequence + 1, id: null, reason: 'missing' });
      }
    }
    if (!hash.equals(head.hash)) return found({ sequence, id: null, reason: 'unlinked' });
    const { beyond } = head;
    return found(beyond === null ? null : { sequence: beyond, id: null, reason: 'inserted' });
  }
}

function whyBroken(
  vault: TenantVault,
  event: ChainedEvent,
  expected: number,
  previous: Buffer,
): BreakReason | null {
  if (event.sequence !== expected) return 'missing';
  if (!auditEventHash(vault, event).equals(event.hash)) return 'changed';
  return event.previous_hash.equals(previous) ? null : 'unlinked';
}

function isPurgeSealed(vault: TenantVault, head: AuditHead): boolean {
  if (head.purged_sequence === 0) return head.purged_hash.equals(START);
  return head.purge_seal?.equals(vault.auditPurgeSeal(head.purged_sequence, head.purged_hash)) ?? false;
}
