import { type Connector, type ConnectorExample, type JsonObject, isJsonObject } from '#connector-sdk';

/** A body that makes a connection. */
export interface ConnectionBody {
  readonly name: string;
  readonly type: string;
  readonly payload: JsonObject;
  readonly credential: { readonly type: string; readonly payload: JsonObject };
  readonly transport?: JsonObject;
}

export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
export const SEALED_PROPERTY = 'sslPassword';

const SSH_SECRETS = {
  password: 'stored-ssh-password',
  private_key: 'stored-ssh-key',
  private_key_passphrase: 'stored-ssh-passphrase',
};

/** Every transport with every field, secrets included. */
const TRANSPORTS = {
  ssh: {
    ...hop('bastion.example.com', 2200, 'a'),
    jump: hop('outer.example.com', 2201, 'b'),
  },
  tls: {
    mode: 'verify-full',
    ca: CERTIFICATE,
    cert: CERTIFICATE,
    key: 'stored-client-key',
    server_name: 'inner.example.com',
  },
  kerberos: { service_name: 'hive', kdc: 'kdc.example.com', realm: 'EXAMPLE.COM' },
} as const;

function hop(host: string, port: number, print: string) {
  return { host, port, username: 'tunnel', ...SSH_SECRETS, host_key: `SHA256:${print.repeat(43)}` };
}

/** A connection of this type that has every secret it can have: transport, and a sealed free property. */
export function fullConnection(
  connector: Connector,
  name: string,
  example: ConnectorExample = connector.examples[0]!,
): ConnectionBody {
  const transport = Object.fromEntries(connector.transports.map((way) => [way, TRANSPORTS[way]]));
  const maps = connector.form.filter((hint) => hint.widget === 'map').map((hint) => hint.name);
  const properties = maps.map((map) => [map, { size: '1', [SEALED_PROPERTY]: 'stored-property' }]);
  return {
    name,
    type: connector.type,
    payload: { ...example.payload, ...Object.fromEntries(properties) },
    credential: example.credential,
    ...(connector.transports.length > 0 ? { transport } : {}),
  };
}

/** The object with one member, at a dotted path, set; or, for undefined, taken away. A list is entered by name. */
export function withMember(object: JsonObject, path: string, value: unknown): JsonObject {
  const [key = '', ...rest] = path.split('.');
  const { [key]: before, ...others } = object;
  if (rest.length === 0) return value === undefined ? others : { ...others, [key]: value as JsonObject };
  if (Array.isArray(before)) {
    const [name, ...inner] = rest;
    const entries = (before as JsonObject[]).map((entry) =>
      entry['name'] === name ? withMember(entry, inner.join('.'), value) : entry,
    );
    return { ...others, [key]: entries };
  }
  return { ...others, [key]: withMember(isJsonObject(before) ? before : {}, rest.join('.'), value) };
}

/** The member at a dotted path. */
export function memberAt(object: JsonObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        Array.isArray(value)
          ? (value as JsonObject[]).find(({ name }) => name === key)
          : isJsonObject(value)
            ? value[key]
            : undefined,
      object,
    );
}

/** A dotted path as a schema has it: any entry of a list is `[]`. */
export function schemaPath(object: JsonObject, path: string): string {
  const keys = path.split('.');
  return keys.slice(1).reduce((known, key, index) => {
    const holder = memberAt(object, keys.slice(0, index + 1).join('.'));
    return Array.isArray(holder) ? `${known}[]` : `${known}.${key}`;
  }, keys[0]!);
}
