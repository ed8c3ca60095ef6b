import { createHash } from 'node:crypto';

import { canonicalJson } from '../json/canonical-json.js';
import type { JsonObject } from '../json/json.js';
import type { Destination } from './destination.js';

/** A destination over its normalised fields. */
export function makeDestination(fields: JsonObject, tlsRank: number): Destination {
  const fingerprint = createHash('sha256').update(canonicalJson(fields)).digest('hex');
  return { fingerprint, tlsRank, fields };
}

/** `<fingerprint>.<tlsRank>`: what is stored with a secret's version. */
export function formatDestination(destination: Destination): string {
  return `${destination.fingerprint}.${destination.tlsRank}`;
}

/**
 * True when a secret that was stored for one destination may travel to another: the same fields, and TLS
 * at least as strict. A stored text that is not of `formatDestination`'s form permits nothing.
 */
export function permitsDestination(stored: string, next: Destination): boolean {
  const [, fingerprint, rank] = /^([0-9a-f]{64})\.([0-4])$/.exec(stored) ?? [];
  return fingerprint === next.fingerprint && rank !== undefined && next.tlsRank >= Number(rank);
}
