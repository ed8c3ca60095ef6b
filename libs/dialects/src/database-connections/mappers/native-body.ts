import { isJsonObject, type JsonObject, type JsonValue, ownValue, type ParsedUri } from '#connector-sdk';
import { invalidField } from '#platform/errors';
import { dialectOf } from '../dialect-table.js';
import type { ConnectionRequest } from '../wire.js';
import type { SecretChanges } from './echoed-secrets.js';
import { credentialFrom, type KeyFileUse } from './key-file.js';
import { changedSsh, newSsh, storedSsh } from './ssh-transport.js';
import type { StoredConnection } from './stored-connection.js';

/** The text of the file that a request needs, and what it is. */
export interface KeyFile {
  readonly as: KeyFileUse['as'];
  readonly text: string;
}

/** The body of a create in core's words. */
export function newConnection(
  request: ConnectionRequest,
  secrets: SecretChanges,
  uri: ParsedUri,
  file: KeyFile | null,
): JsonObject {
  const credential = credentialFrom(uri, textOf(file, 'credential'));
  const ssh = request.ssh && newSsh(request.ssh, withKey(secrets, file));
  const transport = { ...uri.transport, ...(ssh ? { ssh } : {}) };
  return {
    name: request.alias,
    type: uri.type,
    payload: uri.payload,
    ...(credential ? { credential: credential as JsonObject } : {}),
    ...(Object.keys(transport).length === 0 ? {} : { transport }),
    schemas: schemasOf(request, uri),
  };
}

/**
 * The body of an update in core's words, by which the connection becomes what a full replacement says. What did not
 * change is not in it.
 *
 * @param uri - undefined when the client sent back the token: type, payload and credential stay
 */
export function changedConnection(
  request: ConnectionRequest,
  secrets: SecretChanges,
  uri: ParsedUri | undefined,
  file: KeyFile | null,
  stored: StoredConnection,
): JsonObject {
  const { view } = stored;
  const source = uri ?? { type: view.type, credential: null };
  const credential = credentialFrom(source, textOf(file, 'credential'));
  const transport = changedTransport(request, withKey(secrets, file), uri, stored);
  const schemas =
    request.schemas === null && view.schemas === null && !uri ? null : schemasOf(request, source);
  return {
    name: request.alias,
    ...(uri ? { type: uri.type, payload: replacedPayload(uri, stored) } : {}),
    ...(credential ? { credential: credential as JsonObject } : {}),
    ...(transport ? { transport } : {}),
    schemas,
  };
}

/** True for an update after which another source may answer, or with another login: it is tested first. */
export function changesSource(body: JsonObject): boolean {
  return ['payload', 'credential', 'transport'].some((member) => Object.hasOwn(body, member));
}

/** @throws DomainError `invalid`/`schema_not_supported` where the source has no schemas to choose from */
export function requireSchemas(request: ConnectionRequest, supported: boolean): void {
  if (request.schemas === null || supported) return;
  const message = 'Databases of this kind have no schemas to choose from: leave schemas out.';
  throw invalidField('schemas', 'unsupported', message, 'schema_not_supported');
}

function schemasOf(
  { schemas }: ConnectionRequest,
  uri: Pick<ParsedUri, 'type' | 'schemas'>,
): readonly string[] | null {
  return schemas ?? uri.schemas ?? dialectOf(uri.type)?.schemas ?? null;
}

function withKey(secrets: SecretChanges, file: KeyFile | null): SecretChanges {
  const key = textOf(file, 'ssh_key');
  return key === null ? secrets : { ...secrets, 'ssh_settings.private_key': key };
}

function textOf(file: KeyFile | null, as: KeyFile['as']): string | null {
  return file?.as === as ? file.text : null;
}

/** The members of another payload; those that it lacks are taken away, since core merges. */
function replacedPayload(uri: ParsedUri, { view }: StoredConnection): JsonObject {
  if (uri.type !== view.type) return uri.payload;
  return { ...Object.fromEntries(Object.keys(view.payload).map((key) => [key, null])), ...uri.payload };
}

function changedTransport(
  { ssh }: ConnectionRequest,
  secrets: SecretChanges,
  uri: ParsedUri | undefined,
  { view, sealed }: StoredConnection,
): JsonObject | undefined {
  const former = storedSsh(view.transport);
  const changes: Record<string, JsonValue> = {};
  if (ssh) {
    const changed = former ? changedSsh(ssh, secrets, former, sealed) : newSsh(ssh, secrets);
    if (changed) changes['ssh'] = changed;
  } else if (former) {
    changes['ssh'] = null;
  }
  Object.assign(changes, changedTls(uri, view));
  return Object.keys(changes).length === 0 ? undefined : changes;
}

/** A URI that says nothing of TLS leaves what was agreed on: nobody lowers it by not knowing of it. */
function changedTls(
  uri: ParsedUri | undefined,
  { type, transport }: StoredConnection['view'],
): { tls?: JsonObject | null } {
  const said = uri?.transport && ownValue(uri.transport, 'tls');
  const former = transport && ownValue(transport, 'tls');
  if (isJsonObject(said)) return { tls: { ...(isJsonObject(former) ? former : {}), ...said } };
  const retyped = uri !== undefined && uri.type !== type;
  return retyped && former ? { tls: null } : {};
}
