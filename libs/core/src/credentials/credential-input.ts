import { type Connector, type JsonObject, credentialType, isJsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';

/** What a body says about the credential: one of its own, or a shared one by its id. */
export type CredentialInput =
  | { readonly kind: 'inline'; readonly type: string; readonly payload: JsonObject }
  | { readonly kind: 'shared'; readonly id: number; readonly payload?: JsonObject | string };

/** Either the input in our terms, or the rules that it breaks. */
export type CredentialReading =
  { readonly input: CredentialInput } | { readonly errors: readonly FieldError[] };

const MEMBERS = new Set(['id', 'type', 'payload']);
const ROOT = 'credential';

/**
 * Reads `credential: {type, payload}`, `{id}` or `{id, payload}`.
 *
 * @param user - the payload of the connection that it is for: one of a type that does not fit is told so,
 *   and nothing else
 */
export function readCredentialInput(
  value: unknown,
  connector: Connector | undefined,
  user?: JsonObject,
): CredentialReading {
  if (!isJsonObject(value)) return fail(ROOT, 'object', `${ROOT} must be an object.`);
  const unknown = Object.keys(value).filter((key) => !MEMBERS.has(key));
  if (unknown.length > 0) {
    return { errors: unknown.map((key) => problem(`${ROOT}.${key}`, 'unknown', 'There is no such member.')) };
  }
  if (value['id'] !== undefined) return readShared(value);
  const { type } = value;
  const misfit =
    connector && user && typeof type === 'string' && credentialType(type)
      ? checkFits(connector, user, type)
      : [];
  return misfit.length > 0 ? { errors: misfit } : readInline(value, connector);
}

/**
 * What an update's credential payload says: null clears an optional member, as it does in the other
 * sections; a required one is then missing.
 */
export function withoutNulls(payload: unknown): unknown {
  if (!isJsonObject(payload)) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
}

/** The broken rules of a credential's type and payload on their own. */
export function checkCredential(type: unknown, payload: unknown, connector?: Connector): FieldError[] {
  if (typeof type !== 'string') return [problem(`${ROOT}.type`, 'required', `${ROOT}.type is required.`)];
  const definition = credentialType(type);
  if (!definition) return [problem(`${ROOT}.type`, 'one_of', 'There is no such credential type.')];
  return definition.validate(payload, connector);
}

/** Broken when the connector does not take this type of credential with this payload; says which do fit. */
export function checkFits(connector: Connector, payload: JsonObject, type: string): FieldError[] {
  const accepted = connector.acceptedCredentials(payload);
  if (accepted.includes(type)) return [];
  const message = `With this payload, a connection of type ${connector.type} takes a credential of type ${accepted.join(' or ')}.`;
  return [problem(`${ROOT}.type`, 'credential_type', message)];
}

function readInline(value: JsonObject, connector: Connector | undefined): CredentialReading {
  const errors = checkCredential(value['type'], value['payload'], connector);
  if (errors.length > 0) return { errors };
  const type = value['type'] as string;
  return { input: { kind: 'inline', type, payload: credentialType(type)!.normalise(value['payload']) } };
}

function readShared(value: JsonObject): CredentialReading {
  const { id, type, payload } = value;
  if (type !== undefined) return fail(`${ROOT}.type`, 'unknown', 'A credential by id has its type already.');
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1) {
    return fail(`${ROOT}.id`, 'integer', `${ROOT}.id must be the id of a credential.`);
  }
  if (payload === undefined) return { input: { kind: 'shared', id } };
  // A key file may come as its text; whether it is the stored one is found out where the stored one is.
  if (typeof payload === 'string' || isJsonObject(payload)) return { input: { kind: 'shared', id, payload } };
  return fail(`${ROOT}.payload`, 'object', `${ROOT}.payload must be an object.`);
}

function fail(path: string, rule: string, message: string): { errors: FieldError[] } {
  return { errors: [problem(path, rule, message)] };
}

function problem(path: string, rule: string, message: string): FieldError {
  return { path, rule, message };
}
