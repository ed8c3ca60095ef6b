import { isJsonObject, type JsonObject } from '#connector-sdk';
import type { AttributeChanges } from '#core';
import { type FieldError, invalid } from '#platform/errors';
import type { Login, Secrets, Source, StoredSource, TidyBlock } from './blocks/block.js';
import { tidyBlock, withoutNulls } from './blocks/check-block.js';
import { mergeBlock } from './blocks/merge-block.js';
import { readBlock, secretsOf } from './blocks/read-block.js';
import { attributesOf } from './face-attributes.js';
import { checkBlocks, checkMembers } from './members.js';
import { checkConnectionName } from './names.js';
import { checkTableFilters, readTableFilters } from './table-filters.js';
import { CREDIBLE_TYPES, memberOf, type TypeFace } from './type-table.js';

/** What a connection without one has. */
const NO_CREDENTIAL: Login = { type: 'NONE', payload: {} };

/** A connection of the page in our terms. */
export interface ReadConnection {
  readonly face: TypeFace;
  /** The page's block, tidy and whole. */
  readonly block: JsonObject;
  /** As of a create, or of an update. */
  readonly body: JsonObject;
  readonly attributes?: AttributeChanges;
  /** True when what the credential of an update does not name stays. */
  readonly partialCredential: boolean;
}

/** A stored connection as a change of it sees it. */
export interface StoredFace {
  readonly face: TypeFace;
  /** What the page's answer shows under the face's member. */
  readonly block: JsonObject;
  readonly source: StoredSource;
}

/**
 * Reads the body of a new connection.
 *
 * @param named - false for one that is only tested
 * @throws DomainError `invalid` that names each member at fault in the page's words
 */
export function readNewConnection(
  faces: readonly TypeFace[],
  body: JsonObject,
  named = true,
): ReadConnection {
  const given = withoutNulls(body);
  const errors = [
    ...checkMembers(given),
    ...(named || given['name'] !== undefined ? checkConnectionName(given['name']) : []),
    ...checkTableFilters(given),
  ];
  const type = CREDIBLE_TYPES.find((known) => known === given['type']);
  if (!type) throw invalid([...errors, wrongType(given['type'])]);
  const member = memberOf(type);
  const value = given[member];
  errors.push(...checkBlocks(given, member));
  if (!isJsonObject(value)) {
    const message = `${member} is required for the type ${type}.`;
    throw invalid([...errors, { path: member, rule: 'required', message }]);
  }
  const face = faces.find((one) => one.type === type && (one.claims?.(value) ?? true))!;
  const { block, transport, schemas } = tidied(face, value, errors);
  const secrets = secretsOf(face.block, block);
  errors.push(...(face.block.check?.(block, member, secrets) ?? []));
  if (errors.length > 0) throw invalid(errors);
  const source = readBlock(face.block, block, secrets);
  const attributes = attributesOf(face, source);
  return {
    face,
    block,
    partialCredential: false,
    body: {
      ...(given['name'] === undefined ? {} : { name: given['name'] }),
      type: face.native,
      payload: withoutNulls(source.payload),
      ...credentialOf(source),
      ...(transport ? { transport } : {}),
      ...(schemas ? { schemas } : {}),
      ...readTableFilters(given),
    },
    ...(attributes ? { attributes } : {}),
  };
}

/**
 * Reads the body of a change: its block is laid over the stored one at every depth, and null removes.
 *
 * @returns an update whose payload has every member that the page has words for
 * @throws DomainError as {@link readNewConnection}
 */
export function readChange(stored: StoredFace, body: JsonObject): ReadConnection {
  const { face, source: before } = stored;
  const { member } = face;
  const errors = [...checkMembers(body), ...checkBlocks(body, member), ...checkTableFilters(body)];
  const patch = body[member] ?? {};
  if (!isJsonObject(patch)) {
    throw invalid([...errors, { path: member, rule: 'type', message: `${member} must be an object.` }]);
  }
  const tidy = tidied(face, patch, errors);
  const block = mergeBlock(stored.block, tidy.block);
  const secrets = secretsOf(face.block, tidy.block, before);
  errors.push(...(face.block.check?.(block, member, secrets) ?? []));
  if (errors.length > 0) throw invalid(errors);
  const source = readBlock(face.block, block, secrets);
  const attributes = attributesOf(face, source);
  return {
    face,
    block,
    partialCredential: face.block.wholeCredential !== true,
    body: {
      payload: source.payload,
      ...(changesCredential(face, source, secrets) ? credentialOf(source) : {}),
      ...(tidy.transport ? { transport: tidy.transport } : {}),
      ...(tidy.schemas ? { schemas: tidy.schemas } : {}),
      ...readTableFilters(body),
    },
    ...(attributes?.sealed
      ? { attributes: { namespace: attributes.namespace, sealed: attributes.sealed } }
      : {}),
  };
}

function tidied(face: TypeFace, value: JsonObject, errors: FieldError[]): TidyBlock {
  const result = tidyBlock(face.block, value, face.member);
  if (!Array.isArray(result)) return result;
  throw invalid([...errors, ...result]);
}

function credentialOf({ credential }: Source): JsonObject {
  return credential ? { credential: { ...credential } } : {};
}

/** Whether a change says anything of the credential that is not stored already. */
function changesCredential(
  { block }: TypeFace,
  { credential }: Source,
  { brought, before }: Secrets,
): boolean {
  if (!credential) return false;
  if (block.wholeCredential || brought.size > 0) return brought.size > 0;
  const stored = before?.credential ?? NO_CREDENTIAL;
  return (
    credential.type !== stored.type ||
    Object.entries(credential.payload).some(([name, value]) => value !== stored.payload[name])
  );
}

function wrongType(type: unknown): FieldError {
  if (type === undefined) return { path: 'type', rule: 'required', message: 'type is required.' };
  return { path: 'type', rule: 'one_of', message: `type must be one of ${CREDIBLE_TYPES.join(', ')}.` };
}
