import type { Connector, JsonObject, JsonValue } from '#connector-sdk';
import {
  CERTIFICATE,
  type ConnectionBody,
  SEALED_PROPERTY,
  fullConnection,
  withMember,
} from './full-connection.js';
import { secretPathsOf } from './secret-paths.js';

/** One field that decides where secrets travel, of one type, with a value that leads elsewhere. */
export interface DestinationCase {
  readonly path: string;
  readonly body: ConnectionBody;
  /** Of a PUT that changes the field and brings no secret. */
  readonly change: JsonObject;
  /** Of a PUT that changes it back, without a secret. */
  readonly back: JsonObject;
  /** `change` with every secret that would go to the new place. */
  readonly changeWithSecrets: JsonObject;
  /** Paths of those secrets. */
  readonly secrets: readonly string[];
}

/** By field: a value that is no default, and one that leads elsewhere. A new destination field needs a row. */
const VALUES: Record<string, readonly [JsonValue, JsonValue]> = {
  'payload.endpoint_prefix': ['cluster-one', 'cluster-two'],
  'payload.host': ['db.example.com', 'evil.example.com'],
  'payload.port': [4444, 4445],
  'payload.region': ['eu-central-1', 'us-west-2'],
  'payload.endpoint': ['https://storage.example.com:9000', 'https://evil.example.com'],
  'payload.account': ['org-account', 'evil-account'],
  'payload.storage_account': ['lake', 'evil'],
  'payload.endpoint_suffix': ['core.chinacloudapi.cn', 'core.usgovcloudapi.net'],
  'payload.thrift_uri': ['thrift://metastore.example.com:9083', 'thrift://evil.example.com:9083'],
  'payload.db_type': ['HANA10', 'OTHER'],
  'payload.db_or_schema': ['SALES', 'OTHER'],
  'payload.connection_properties': [{ size: '1', [SEALED_PROPERTY]: 'stored-property' }, { size: '2' }],
  'payload.instance': ['one', 'two'],
  'payload.service_name': ['one', 'two'],
  'payload.sid': ['one', 'two'],
  'payload.scheme': ['http', 'https'],
  'transport.ssh.host': ['bastion.example.com', 'evil.example.com'],
  'transport.ssh.port': [2200, 2299],
  'transport.ssh.host_key': [`SHA256:${'a'.repeat(43)}`, `SHA256:${'c'.repeat(43)}`],
  'transport.ssh.jump.host': ['outer.example.com', 'evil.example.com'],
  'transport.ssh.jump.port': [2201, 2299],
  'transport.ssh.jump.host_key': [`SHA256:${'b'.repeat(43)}`, `SHA256:${'c'.repeat(43)}`],
  'transport.tls.ca': [CERTIFICATE, CERTIFICATE.replace('MA', 'MQ')],
  'transport.tls.server_name': ['inner.example.com', 'evil.example.com'],
  'transport.kerberos.kdc': ['kdc.example.com', 'evil.example.com'],
};

/**
 * Another storage takes another type of credential: that is the error that is answered, before it is asked
 * where the old one would go.
 */
export const DECIDES_CREDENTIAL = ['payload.location_type'];

/** What a list holds is reached by its name and not by a path: those have a case of their own. */
const IN_A_LIST = '[]';

/** A case for each of the connector's destination fields. */
export function destinationCases(connector: Connector, name: () => string): DestinationCase[] {
  return connector.destinationFields
    .filter((path) => !DECIDES_CREDENTIAL.includes(path) && !path.includes(IN_A_LIST))
    .map((path) => {
      const values = VALUES[path];
      if (!values) throw new Error(`${connector.type} has a destination field without values: ${path}`);
      return destinationCase(connector, path, values, name());
    });
}

function destinationCase(
  connector: Connector,
  path: string,
  [before, after]: readonly [JsonValue, JsonValue],
  name: string,
): DestinationCase {
  const body = bodyWith(connector, path, before, name);
  const secrets = secretPathsOf(connector, body).filter((secret) => travelsElsewhere(secret, path));
  const [section = '', block = ''] = path.split('.');
  const open = withoutSecrets(connector, body);
  const back = { [section]: { [block]: (open[section] as JsonObject)[block]! } };
  const change = withMember(back, path, after);
  const changeWithSecrets = secrets
    .filter((secret) => secret !== 'credential')
    .reduce((sum, secret) => withMember(completed(sum, open, secret), secret, `new ${secret}`), change);
  return {
    path,
    body,
    secrets,
    change,
    back,
    changeWithSecrets: { ...changeWithSecrets, credential: body.credential },
  };
}

/** A transport's block is replaced as a whole: a secret of it comes with its open members. */
function completed(sum: JsonObject, open: JsonObject, secret: string): JsonObject {
  const [section = '', block = ''] = secret.split('.');
  const there = (sum[section] as JsonObject | undefined)?.[block];
  return there === undefined
    ? withMember(sum, `${section}.${block}`, (open[section] as JsonObject)[block])
    : sum;
}

function bodyWith(connector: Connector, path: string, value: JsonValue, name: string): ConnectionBody {
  const bodies = connector.examples.map((example) => {
    const body = fullConnection(connector, name, example);
    return withMember(body as unknown as JsonObject, path, value) as unknown as ConnectionBody;
  });
  const valid = bodies.find(({ payload }) => connector.validatePayload(payload).length === 0);
  if (!valid) throw new Error(`${connector.type}: no example becomes a connection with ${path}`);
  return valid;
}

function withoutSecrets(connector: Connector, body: ConnectionBody): JsonObject {
  return secretPathsOf(connector, body)
    .filter((path) => path !== 'credential')
    .reduce((open, path) => withMember(open, path, undefined), body as unknown as JsonObject);
}

/** What a hop's secrets pass before they arrive: that hop, and the ones before it. */
function travelsElsewhere(secret: string, changed: string): boolean {
  if (secret.startsWith('transport.ssh.jump.')) return changed.startsWith('transport.ssh.jump.');
  if (secret.startsWith('transport.ssh.')) return changed.startsWith('transport.ssh.');
  return true;
}
