import { type Connector, type ConnectorRegistry, type JsonObject, isJsonObject } from '#connector-sdk';
import { type FieldError, invalid } from '#platform/errors';
import { type CredentialInput, readCredentialInput } from '../credentials/credential-input.js';
import { type LeasePolicy, checkLeasePolicy, readLeasePolicy } from '../leases/lease-policy.js';
import { checkName } from '../naming/index.js';
import {
  checkDiscoverySettings,
  type DiscoverySettings,
  withDiscoverySettings,
} from './discovery-settings.js';
import { READ_ONLY_MEMBERS, WRITABLE_MEMBERS } from './connection-view.js';

/** A body that makes a connection, found valid. */
export interface NewConnectionInput {
  readonly name: string;
  readonly connector: Connector;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  readonly credential: CredentialInput | null;
  readonly leasePolicy: LeasePolicy | null;
  readonly discovery: DiscoverySettings;
}

const NO_CREDENTIAL = 'NONE';

/**
 * Reads the body of a create, every broken rule at once.
 *
 * @throws DomainError `invalid` that names each member at fault
 */
export function readNewConnection(body: JsonObject, registry: ConnectorRegistry): NewConnectionInput {
  const errors: FieldError[] = [
    ...unknownMembers(body, WRITABLE_MEMBERS),
    ...checkName('name', body['name']),
    ...checkLeasePolicy(body['lease_policy']),
    ...checkDiscoverySettings(body),
  ];
  const { connector, errors: typeErrors } = readType(body['type'], registry);
  errors.push(...typeErrors);
  if (connector) {
    errors.push(
      ...connector.validatePayload(body['payload']),
      ...connector.validateTransport(body['transport']),
    );
  }
  const credential = readCredential(body, connector, errors);
  if (errors.length > 0) throw invalid(errors);
  return {
    name: body['name'] as string,
    connector: connector!,
    payload: body['payload'] as JsonObject,
    transport: (body['transport'] ?? null) as JsonObject | null,
    credential,
    leasePolicy: readLeasePolicy(body['lease_policy']),
    discovery: withDiscoverySettings(body),
  };
}

/** The connector of a type's name, or the rule that the name breaks. */
export function readType(
  type: unknown,
  registry: ConnectorRegistry,
): { connector?: Connector; errors: FieldError[] } {
  if (typeof type !== 'string')
    return { errors: [{ path: 'type', rule: 'required', message: 'type is required.' }] };
  const connector = registry.get(type);
  if (connector) return { connector, errors: [] };
  const message = 'There is no such connection type; connection-types lists them.';
  return { errors: [{ path: 'type', rule: 'one_of', message }] };
}

/** Members that no connection has. */
export function unknownMembers(body: JsonObject, known: readonly string[]): FieldError[] {
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((key) =>
      (READ_ONLY_MEMBERS as readonly string[]).includes(key)
        ? { path: key, rule: 'read_only', message: `${key} is set by the server.` }
        : { path: key, rule: 'unknown', message: 'There is no such member.' },
    );
}

function readCredential(
  body: JsonObject,
  connector: Connector | undefined,
  errors: FieldError[],
): CredentialInput | null {
  const payload = isJsonObject(body['payload']) ? body['payload'] : {};
  if (body['credential'] === undefined || body['credential'] === null) {
    const optional = connector?.acceptedCredentials(payload).includes(NO_CREDENTIAL) ?? true;
    if (!optional) errors.push({ path: 'credential', rule: 'required', message: 'credential is required.' });
    return null;
  }
  const reading = readCredentialInput(body['credential'], connector, payload);
  if ('errors' in reading) {
    errors.push(...reading.errors);
    return null;
  }
  return reading.input;
}
