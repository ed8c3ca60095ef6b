import type { FieldError } from '#platform/errors';

import type { Destination } from '../destination/destination.js';
import type { FormHint } from '../fields/form-hint.js';
import type { JsonObject, JsonSchema } from '../json/json.js';
import type { CheckCode } from '../probe/codes.js';
import type { SplitSecrets } from '../secrets/split-secrets.js';
import type { ConnectionUri } from '../uri/connection-uri.js';
import type { Capabilities } from './capabilities.js';
import type { Functionality } from './functionality.js';

/** The ways by which a connection can reach its source other than straight. */
export type TransportName = 'ssh' | 'tls' | 'kerberos';

/** What connectors of one kind have in common: the protocol, and with it the driver's shape. */
export type Family =
  | 'postgres-wire'
  | 'mysql-wire'
  | 'tds'
  | 'oracle'
  | 'drda'
  | 'http-sql'
  | 'object-store'
  | 'embedded'
  | 'thrift'
  | 'jdbc';

/** A connection that would be valid as it stands, for documentation and contract tests. */
export interface ConnectorExample {
  readonly name: string;
  readonly payload: JsonObject;
  readonly credential: { readonly type: string; readonly payload: JsonObject };
}

/** Bytes by which a kind of file is known. */
export interface FileSignature {
  /** Where they stand, in bytes from the beginning. */
  readonly at: number;
  /** One byte for each character (Latin-1). */
  readonly bytes: string;
}

/** Everything Patchbay knows about one type of source; made by `defineConnector`, deeply frozen. */
export interface Connector {
  readonly type: string;
  readonly title: string;
  readonly family: Family;
  /** Every credential type that it can ever accept. */
  readonly credentialTypes: readonly string[];
  /** Those it accepts with this payload; the first is the default. Total: takes any object. */
  acceptedCredentials(payload: JsonObject): readonly string[];
  readonly transports: readonly TransportName[];
  /** The engine's name in answers; null for object stores and lake formats. */
  dbType(payload: JsonObject): string | null;
  /** The TLS mode that acts when `transport.tls.mode` is absent. */
  readonly tlsDefault: 'prefer' | 'verify-full';
  /** True when a SIMPLE credential may have an empty password. */
  readonly emptyPassword: boolean;
  /** Paths of all that decides where a secret travels, e.g. `payload.host`, `transport.ssh.host`. */
  readonly destinationFields: readonly string[];
  /** Hints that go before the usual ones, by code of a failed check. */
  readonly hints: Partial<Record<CheckCode, string>>;
  readonly capabilities: Capabilities;
  readonly functionalities: readonly Functionality[];
  /** Absent where connections of this type have no URI. */
  readonly uri?: ConnectionUri;
  /** Names of the payload's fields that name a file of the upload area. */
  readonly fileFields: readonly string[];
  /** Absent where no file holds a whole source of this type. */
  readonly databaseFile?: FileSignature;
  readonly examples: readonly ConnectorExample[];
  /** JSON Schema 2020-12, closed. */
  readonly payloadSchema: JsonSchema;
  readonly form: readonly FormHint[];
  /** JSON Schema 2020-12 of `transport`, with the transports that this connector takes. */
  readonly transportSchema: JsonSchema;
  readonly transportForm: readonly FormHint[];
  /** Paths begin with `payload`. Never throws, whatever the JSON. */
  validatePayload(value: unknown): FieldError[];
  /** Paths begin with `transport`; null and undefined mean "no transport" and are valid. Never throws. */
  validateTransport(value: unknown): FieldError[];
  /** Takes the sealed properties out of a payload that was found valid. */
  splitPayload(payload: JsonObject): SplitSecrets;
  /**
   * Where each secret of the connection would travel.
   *
   * @param payload - open or full: sealed values never take part
   * @param transport - open or full, or null
   * @param secretPaths - paths of secrets that are stored and therefore not seen in open values
   * @returns by secret path: `credential` always; then each path found in the values or named in
   *   `secretPaths`, unless what it belonged to (a hop, the TLS block) is gone
   */
  secretDestinations(
    payload: JsonObject,
    transport: JsonObject | null,
    secretPaths?: readonly string[],
  ): ReadonlyMap<string, Destination>;
}
