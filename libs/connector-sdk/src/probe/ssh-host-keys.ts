import { createHash } from 'node:crypto';

import { canonicalHost } from '../formats/host.js';
import { hostKeyFingerprint } from '../formats/host-key.js';
import { ProbeError } from './probe-error.js';

export const HOST_KEY_POLICIES = ['strict', 'trust_on_first_use'] as const;

/** What to do with an SSH server whose key nobody approved. */
export type HostKeyPolicy = (typeof HOST_KEY_POLICIES)[number];

/** A host key that was approved, or that a check saw. */
export interface KnownHostKey {
  /** Canonical. */
  readonly host: string;
  readonly port: number;
  /** As SSH calls it, e.g. `ssh-ed25519`; null when only the fingerprint is known. */
  readonly keyType: string | null;
  /** `SHA256:…`, unpadded. */
  readonly fingerprint: string;
}

/** Which host keys one check accepts, and which it met for the first time. */
export class HostKeyBook {
  readonly learned: KnownHostKey[] = [];

  constructor(
    private readonly policy: HostKeyPolicy,
    private readonly known: readonly KnownHostKey[],
  ) {}

  /** The key that the server must have, if one is pinned or approved. */
  expected(host: string, port: number, pinned: string | undefined): KnownHostKey | undefined {
    const at = canonicalHost(host);
    if (pinned !== undefined) {
      const keyType = pinned.startsWith('SHA256:') ? null : (pinned.split(' ')[0] ?? null);
      return { host: at, port, keyType, fingerprint: hostKeyFingerprint(pinned) };
    }
    return this.known.find((entry) => entry.host === at && entry.port === port);
  }

  /**
   * Decides about the key that a server showed.
   *
   * @param blob - the public key as it goes over the wire (RFC 4253 section 6.6)
   * @returns what is wrong, or undefined for a key to trust
   */
  refusal(host: string, port: number, pinned: string | undefined, blob: Buffer): ProbeError | undefined {
    const seen = seenKey(canonicalHost(host), port, blob);
    const expected = this.expected(host, port, pinned);
    const facts = { fingerprint: seen.fingerprint };
    if (expected) {
      return expected.fingerprint === seen.fingerprint
        ? undefined
        : new ProbeError('ssh_host_key_changed', { facts });
    }
    if (this.policy === 'strict') return new ProbeError('ssh_host_key_unknown', { facts });
    this.learned.push(seen);
    return undefined;
  }
}

function seenKey(host: string, port: number, blob: Buffer): KnownHostKey {
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { host, port, keyType: keyTypeOf(blob), fingerprint: `SHA256:${digest}` };
}

/** The blob begins with its type, which its length in four bytes precedes. */
function keyTypeOf(blob: Buffer): string | null {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  const type = blob.subarray(4, 4 + length).toString('latin1');
  return /^[a-z0-9@.-]{1,64}$/.test(type) ? type : null;
}
