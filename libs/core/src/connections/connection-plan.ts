import {
  type Connector,
  type ConnectorRegistry,
  type JsonObject,
  canonicalJson,
  isJsonObject,
  joinSecrets,
  mergeSection,
  splitTransport,
} from '#connector-sdk';
import { type FieldError, invalid } from '#platform/errors';
import { type LeasePolicy, checkLeasePolicy, readLeasePolicy } from '../leases/lease-policy.js';
import { checkName, trimmedName } from '../naming/index.js';
import {
  checkDiscoverySettings,
  type DiscoverySettings,
  discoverySettingsOf,
  withDiscoverySettings,
} from './discovery-settings.js';
import { readType, unknownMembers } from './connection-input.js';
import {
  type ConnectionView,
  IGNORED_MEMBERS,
  READ_ONLY_MEMBERS,
  WRITABLE_MEMBERS,
} from './connection-view.js';

/** What an update starts from: the answer that a GET would give, and the sealed properties, opened. */
export interface StoredConnection {
  readonly view: ConnectionView;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the connection is to become, found valid as a whole. */
export interface ConnectionPlan {
  readonly connector: Connector;
  readonly name: string;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  /** Null for the default. */
  readonly leasePolicy: LeasePolicy | null;
  /** The payload and transport with every secret in them. */
  readonly full: { readonly payload: JsonObject; readonly transport: JsonObject | null };
  /** Stored secrets that stay as they are. */
  readonly kept: readonly string[];
  /** Secrets that the request brought. */
  readonly brought: Readonly<Record<string, string>>;
  readonly discovery: DiscoverySettings;
  /** The body's `credential`, unread; undefined when it names none. */
  readonly credential: unknown;
  /** True when anything but the credential differs from what is stored. */
  readonly changed: boolean;
  /** True when what differs decides what is found behind the connection. */
  readonly sourceChanged: boolean;
}

/**
 * Works out a partial update, without touching anything.
 *
 * @throws DomainError `invalid` that names each member at fault, in the body or in the merged result
 */
export function planUpdate(
  stored: StoredConnection,
  body: JsonObject,
  registry: ConnectorRegistry,
): ConnectionPlan {
  const errors = checkMembers(stored.view, body);
  const type = body['type'] ?? stored.view.type;
  const { connector, errors: typeErrors } = readType(type, registry);
  errors.push(...typeErrors);
  if (errors.length > 0 || !connector) throw invalid(errors);
  const retyped = type !== stored.view.type;
  if (retyped) refuseLoneType(body);

  const payload = mergePayload(stored, body, connector, retyped);
  const transport = mergeTransport(stored, body, connector);
  const brought = { ...payload.brought, ...transport.brought };
  const kept = [...payload.kept, ...transport.kept];
  const secrets = { ...pick(stored.secrets, kept), ...brought };
  const full = {
    payload: joinSecrets(payload.open, secrets, 'payload'),
    transport: transport.open && joinSecrets(transport.open, secrets, 'transport'),
  };
  const broken = [...connector.validatePayload(full.payload), ...connector.validateTransport(full.transport)];
  if (broken.length > 0) throw invalid(broken);

  const name = body['name'] === undefined ? stored.view.name : trimmedName(body['name'] as string);
  const leasePolicy = readLeasePolicy(
    body['lease_policy'] === undefined ? stored.view.lease_policy : body['lease_policy'],
  );
  const storedDiscovery = discoverySettingsOf(stored.view);
  const discovery = withDiscoverySettings(body, storedDiscovery);
  const before = {
    type: stored.view.type,
    payload: stored.view.payload,
    transport: stored.view.transport,
  };
  const after = { type: connector.type, payload: payload.open, transport: transport.open };
  const sameSecrets =
    kept.length + Object.keys(brought).length === Object.keys(stored.secrets).length &&
    Object.entries(brought).every(([path, value]) => stored.secrets[path] === value);
  const sourceChanged = !sameSecrets || canonicalJson(before) !== canonicalJson(after);
  const storedLeasePolicy = readLeasePolicy(stored.view.lease_policy);
  const sameSettings =
    JSON.stringify([storedDiscovery, storedLeasePolicy]) === JSON.stringify([discovery, leasePolicy]);
  return {
    connector,
    name,
    payload: payload.open,
    transport: transport.open,
    leasePolicy,
    full,
    kept,
    brought,
    discovery,
    credential: body['credential'],
    changed: sourceChanged || name !== stored.view.name || !sameSettings,
    sourceChanged,
  };
}

interface SectionPlan<Open> {
  readonly open: Open;
  readonly kept: readonly string[];
  readonly brought: Readonly<Record<string, string>>;
}

function mergePayload(
  stored: StoredConnection,
  body: JsonObject,
  connector: Connector,
  retyped: boolean,
): SectionPlan<JsonObject> {
  const paths = Object.keys(stored.secrets).filter((path) => path.startsWith('payload.'));
  const patch = body['payload'] as JsonObject | undefined;
  if (patch === undefined) return { open: stored.view.payload, kept: paths, brought: {} };
  if (retyped) {
    // Nothing of the former type's payload means anything to the new one.
    const broken = connector.validatePayload(patch);
    if (broken.length > 0) throw invalid(broken);
    const { open, secrets } = connector.splitPayload(patch);
    return { open, kept: [], brought: secrets };
  }
  const merged = mergeSection('payload', stored.view.payload, paths, patch, connector);
  return { open: merged.open, kept: merged.keptSecrets, brought: merged.newSecrets };
}

function mergeTransport(
  stored: StoredConnection,
  body: JsonObject,
  connector: Connector,
): SectionPlan<JsonObject | null> {
  const paths = Object.keys(stored.secrets).filter((path) => path.startsWith('transport.'));
  const patch = body['transport'] as JsonObject | null | undefined;
  if (patch === undefined) return { open: stored.view.transport, kept: paths, brought: {} };
  if (patch === null) return { open: null, kept: [], brought: {} };
  if (stored.view.transport === null) {
    const broken = connector.validateTransport(patch);
    if (broken.length > 0) throw invalid(broken);
    const { open, secrets } = splitTransport(patch);
    return { open, kept: [], brought: secrets };
  }
  const merged = mergeSection('transport', stored.view.transport, paths, patch, connector);
  return { open: merged.open, kept: merged.keptSecrets, brought: merged.newSecrets };
}

/** Unknown members, read-only ones that differ, and members of the wrong kind. */
function checkMembers(view: ConnectionView, body: JsonObject): FieldError[] {
  const errors = unknownMembers(body, [...WRITABLE_MEMBERS, ...READ_ONLY_MEMBERS, ...IGNORED_MEMBERS]);
  for (const member of READ_ONLY_MEMBERS) {
    if (!Object.hasOwn(body, member) || body[member] === view[member]) continue;
    errors.push({ path: member, rule: 'read_only', message: `${member} is set by the server.` });
  }
  errors.push(...checkDiscoverySettings(body));
  if (Object.hasOwn(body, 'name')) errors.push(...checkName('name', body['name']));
  errors.push(...checkLeasePolicy(body['lease_policy']));
  if (Object.hasOwn(body, 'type') && typeof body['type'] !== 'string') {
    errors.push({ path: 'type', rule: 'string', message: 'type must be a text.' });
  }
  if (Object.hasOwn(body, 'payload') && !isJsonObject(body['payload'])) {
    errors.push({ path: 'payload', rule: 'object', message: 'payload must be an object.' });
  }
  if (Object.hasOwn(body, 'transport') && body['transport'] !== null && !isJsonObject(body['transport'])) {
    errors.push({ path: 'transport', rule: 'object', message: 'transport must be an object or null.' });
  }
  return errors;
}

function refuseLoneType(body: JsonObject): void {
  const errors = (['payload', 'credential'] as const)
    .filter((member) => body[member] === undefined || body[member] === null)
    .map((path) => ({ path, rule: 'type_change', message: `${path} must come with another type.` }));
  if (errors.length > 0) throw invalid(errors);
}

function pick(secrets: Readonly<Record<string, string>>, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, secrets[path]!]));
}
