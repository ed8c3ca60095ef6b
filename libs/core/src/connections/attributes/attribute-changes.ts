import { type JsonObject, canonicalJson } from '#connector-sdk';
import type { TenantVault } from '#platform/vault';

/** What a contract keeps with a connection that the connection itself has no word for. */
export interface AttributeChanges {
  /** The contract's own part; it sees and touches no other. */
  readonly namespace: string;
  /** Replaces the open members as a whole; null removes them, absent keeps them. */
  readonly open?: JsonObject | null;
  /** Secret members by name: null removes one, one that is not named stays. */
  readonly sealed?: Readonly<Record<string, string | null>>;
}

/** The attributes as they are stored: by namespace, and the secret ones sealed, as base64, by name. */
export interface StoredAttributes {
  readonly attributes: Readonly<Record<string, JsonObject>>;
  readonly sealedAttributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const NO_ATTRIBUTES: StoredAttributes = { attributes: {}, sealedAttributes: {} };

/** A secret attribute is sealed for its name alone: it has no versions of its own. */
const SEAL_VERSION = 1;

/** Applies changes; answers the same object when they change nothing. */
export function changeAttributes(
  vault: TenantVault,
  connectionId: number,
  stored: StoredAttributes,
  { namespace, open, sealed = {} }: AttributeChanges,
): StoredAttributes {
  const { [namespace]: openBefore = {}, ...otherOpen } = stored.attributes;
  const { [namespace]: sealedBefore = {}, ...otherSealed } = stored.sealedAttributes;
  const openAfter = open === undefined ? openBefore : (open ?? {});
  const sealedAfter: Record<string, string> = { ...sealedBefore };
  for (const [name, value] of Object.entries(sealed)) {
    const place = placeOf(connectionId, namespace, name);
    const before = sealedBefore[name];
    if (value === null) delete sealedAfter[name];
    else if (before === undefined || vault.open(place, Buffer.from(before, 'base64')) !== value) {
      sealedAfter[name] = vault.seal(place, value).toString('base64');
    }
  }
  const same =
    canonicalJson(openBefore) === canonicalJson(openAfter) &&
    canonicalJson(sealedBefore) === canonicalJson(sealedAfter);
  if (same) return stored;
  return {
    attributes: { ...otherOpen, ...unlessEmpty(namespace, openAfter) },
    sealedAttributes: { ...otherSealed, ...unlessEmpty(namespace, sealedAfter) },
  };
}

function placeOf(rowId: number, namespace: string, name: string) {
  return { entity: 'connection', rowId, field: `attributes.${namespace}.${name}`, version: SEAL_VERSION };
}

function unlessEmpty<Members extends object>(namespace: string, members: Members): Record<string, Members> {
  return Object.keys(members).length > 0 ? { [namespace]: members } : {};
}
