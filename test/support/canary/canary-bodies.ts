import {
  type Connector,
  type CredentialType,
  type JsonObject,
  type JsonValue,
  credentialType,
  isJsonObject,
} from '#connector-sdk';
import { type ConnectionBody, fullConnection, schemaPath, withMember } from '../full-connection.js';
import { secretPathsOf } from '../secret-paths.js';
import type { Canaries } from './canaries.js';

/** A body whose every secret is a canary, and where those are. */
export interface CanaryBody {
  readonly body: ConnectionBody;
  /** Paths in the body's payload and transport, as a schema has them. */
  readonly planted: readonly string[];
}

/**
 * Valid bodies for one type that together have a canary in each secret field there is: one for every way to
 * fill in every type of credential.
 */
export function canaryBodies(connector: Connector, canaries: Canaries, name: () => string): CanaryBody[] {
  return connector.examples.flatMap((example) => {
    const types = connector.acceptedCredentials(example.payload).map((type) => credentialType(type)!);
    return types.flatMap((type) =>
      canaryCredentials(type, canaries).map((payload) => {
        const full = fullConnection(connector, name(), example);
        const planted = secretPathsOf(connector, full).filter((path) => path !== 'credential');
        const filled = planted.reduce<JsonObject>(
          (sum, path) => withMember(sum, path, canaries.next()),
          full as unknown as JsonObject,
        );
        const body = { ...filled, credential: { type: type.type, payload } } as unknown as ConnectionBody;
        return { body, planted: planted.map((path) => schemaPath(filled, path)) };
      }),
    );
  });
}

/** Valid payloads of a credential type that together have a canary in each of its secret fields. */
export function canaryCredentials(type: CredentialType, canaries: Canaries): JsonObject[] {
  const { example, secretFields } = type;
  if (secretFields === 'all') {
    const keys = [...Object.keys(example), 'another'];
    return [Object.fromEntries(keys.map((key) => [key, canaries.next('"\\\n é')]))];
  }
  const open = Object.entries(example).filter(([key]) => !secretFields.includes(key));
  const withSecrets = (names: readonly string[]): JsonObject =>
    Object.fromEntries([...open, ...names.map((name) => [name, canaries.next()] as [string, JsonValue])]);
  const valid = (payload: JsonObject): boolean => type.validate(payload).length === 0;
  const all = withSecrets(secretFields);
  if (valid(all)) return [all];
  // Some exclude each other: each alone, or beside those that the example has.
  return secretFields.map((name) => {
    const beside = secretFields.filter((other) => other === name || Object.hasOwn(example, other));
    const payload = [[name], beside].map(withSecrets).find(valid);
    if (!payload) throw new Error(`${type.type}: no payload is valid with ${name}`);
    return payload;
  });
}

/** Every place that a schema marks as never answered. */
export function writeOnlyPaths(schema: JsonValue | undefined, path: string): string[] {
  if (!isJsonObject(schema)) return [];
  if (schema['writeOnly'] === true) return [path];
  const properties = Object.entries((schema['properties'] ?? {}) as JsonObject);
  const variants = ['oneOf', 'anyOf', 'allOf'].flatMap((key) => (schema[key] ?? []) as JsonValue[]);
  return [
    ...properties.flatMap(([name, property]) => writeOnlyPaths(property, `${path}.${name}`)),
    ...variants.flatMap((variant) => writeOnlyPaths(variant, path)),
    ...writeOnlyPaths(schema['items'], `${path}[]`),
  ];
}
