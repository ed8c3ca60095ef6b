import type { JsonObject, JsonValue } from '#connector-sdk';
import type { Block, BlockField, Secrets, Source, StoredSource } from './block.js';

/**
 * What a tidy block says, in our terms. Values are taken as they are, null among them: whoever stores them has
 * rules for them.
 */
export function readBlock(block: Block, value: JsonObject, secrets: Secrets): Source {
  const type = block.credentialType(secrets);
  const payload: Record<string, JsonValue> = {};
  const login: Record<string, JsonValue> = {};
  for (const { name, at } of block.fields) {
    const given = value[name];
    if (given === undefined || !at) continue;
    if ('payload' in at) payload[at.payload] = given;
    else if (at.of === undefined || at.of === type) login[at.credential] = given;
  }
  const source = { payload, credential: type === null ? null : { type, payload: login } };
  return block.read?.(source, value, secrets) ?? source;
}

/**
 * The secrets of a block.
 *
 * @param value - the block, or the patch of one: null takes a secret away
 * @param before - what a patch is laid over
 */
export function secretsOf(block: Block, value: JsonObject, before?: StoredSource): Secrets {
  const secret = block.fields.filter((field) => field.secret);
  const stored = before?.credential?.type;
  return {
    brought: names(secret.filter(({ name }) => value[name] != null)),
    held: names(secret.filter((field) => isPartOf(field, stored) && value[field.name] !== null)),
    ...(before ? { before } : {}),
  };
}

/** The credential of a stored source with what a block says of it. */
export function overCredential(
  block: Block,
  source: Source,
  before: StoredSource | undefined,
): Source['credential'] {
  const { credential } = source;
  const stored = before?.credential;
  if (!credential || !stored || stored.type !== credential.type) return credential;
  const brings = Object.keys(credential.payload).length > 0;
  if (block.wholeCredential) return brings ? credential : stored;
  return { ...credential, payload: { ...stored.payload, ...credential.payload } };
}

function isPartOf({ at }: BlockField, type: string | undefined): boolean {
  if (type === undefined || !at || !('credential' in at)) return false;
  return at.of === undefined || at.of === type;
}

function names(fields: readonly BlockField[]): Set<string> {
  return new Set(fields.map(({ name }) => name));
}
