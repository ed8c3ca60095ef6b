import type { JsonObject } from '../json/json.js';

/** Where a secret travels, normalised and with defaults applied. */
export interface Destination {
  /** SHA-256, hex, over the canonical JSON of `fields`. */
  readonly fingerprint: string;
  /** 0 disable, 1 prefer, 2 require, 3 verify-ca, 4 verify-full, with the connector's default applied. */
  readonly tlsRank: number;
  /** What the fingerprint covers, for the audit trail: no secret is in it. */
  readonly fields: JsonObject;
}
