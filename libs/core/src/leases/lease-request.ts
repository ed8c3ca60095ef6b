import type { JsonObject } from '#connector-sdk';
import { type FieldError, invalid } from '#platform/errors';
import { holdsSecretForm } from '#platform/logging';
import { checkName } from '../naming/index.js';

/** What a lease is asked for. */
export interface LeaseRequest {
  readonly purpose: string;
  /** Absent: the default, or what the tenant allows if that is less. */
  readonly ttlSeconds: number | undefined;
  /** True: the answer is a token that opens the secrets once. */
  readonly wrap: boolean;
}

const DEFAULT_SECONDS = 900;
const MAX_PURPOSE = 200;

/**
 * Reads the body of a request for a lease.
 *
 * @param others - members that the route reads itself
 * @throws DomainError `invalid` that names each member at fault
 */
export function readLeaseRequest(body: JsonObject, others: readonly string[] = []): LeaseRequest {
  const errors = [
    ...unknownMembers(body, ['purpose', 'ttl_seconds', 'wrap', ...others]),
    ...checkPurpose(body['purpose']),
    ...checkSeconds(body['ttl_seconds']),
  ];
  const wrap = body['wrap'] ?? false;
  if (typeof wrap !== 'boolean') {
    errors.push({ path: 'wrap', rule: 'boolean', message: 'wrap must be true or false.' });
  }
  if (others.includes('name')) errors.push(...checkName('name', body['name']));
  if (errors.length > 0) throw invalid(errors);
  return {
    purpose: (body['purpose'] as string).trim(),
    ttlSeconds: (body['ttl_seconds'] ?? undefined) as number | undefined,
    wrap: wrap as boolean,
  };
}

/** Reads the body of a renewal: its seconds. @throws DomainError `invalid` */
export function readRenewal(body: JsonObject): number | undefined {
  const errors = [...unknownMembers(body, ['ttl_seconds']), ...checkSeconds(body['ttl_seconds'])];
  if (errors.length > 0) throw invalid(errors);
  return (body['ttl_seconds'] ?? undefined) as number | undefined;
}

/**
 * The seconds that a lease gets. More than the tenant allows is refused and not cut short: a service that counts on
 * an hour must not learn after ten minutes that it has none.
 *
 * @throws DomainError `invalid` that names `ttl_seconds`
 */
export function leaseSeconds(asked: number | undefined, most: number): number {
  if (asked === undefined) return Math.min(DEFAULT_SECONDS, most);
  if (asked <= most) return asked;
  const message = `ttl_seconds must be at most ${most}, the max_lease_seconds of this tenant.`;
  throw invalid([{ path: 'ttl_seconds', rule: 'max_lease_seconds', message }]);
}

function checkSeconds(value: unknown): FieldError[] {
  if (value === undefined || value === null) return [];
  if (Number.isSafeInteger(value) && (value as number) > 0) return [];
  return [{ path: 'ttl_seconds', rule: 'range', message: 'ttl_seconds must be a whole number from 1 on.' }];
}

function checkPurpose(value: unknown): FieldError[] {
  if (value === undefined || value === null) {
    return [{ path: 'purpose', rule: 'required', message: 'purpose is required: it stands in the audit.' }];
  }
  const text = typeof value === 'string' ? value.trim() : '';
  const length = [...text].length;
  if (length < 1 || length > MAX_PURPOSE) {
    const message = `purpose must be a text of 1 to ${MAX_PURPOSE} characters.`;
    return [{ path: 'purpose', rule: 'length', message }];
  }
  if (/\p{Cc}/u.test(text) || !text.isWellFormed()) {
    const message = 'purpose must not contain control characters.';
    return [{ path: 'purpose', rule: 'characters', message }];
  }
  if (!holdsSecretForm(text)) return [];
  return [{ path: 'purpose', rule: 'no_secret', message: 'purpose must not hold what looks like a secret.' }];
}

function unknownMembers(body: JsonObject, known: readonly string[]): FieldError[] {
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((path) => ({ path, rule: 'unknown', message: 'There is no such member.' }));
}
