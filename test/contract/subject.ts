import type { Connector, ConnectorExample, JsonObject } from '#connector-sdk';

import type { Canaries } from '../support/canary/canaries.js';
import { canaryCredential } from './canary-credential.js';

/** How a connection of a type says where it leads. */
export type Reach =
  /** Its payload has a host and port, or an address that holds both. */
  | 'address'
  /** Its hosts are the vendor's, and only the account is given. */
  | 'vendor'
  /** A file of the upload area. */
  | 'file';

/** One type of source as the faults see it. */
export interface Subject {
  readonly connector: Connector;
  readonly reach: Reach;
  readonly credential: { readonly type: string; readonly payload: JsonObject };
  /** The payload, with every default, of a source at this place; `vendor` types ignore it. */
  payloadAt(host: string, port: number): JsonObject;
}

type Place = (host: string, port: number) => JsonObject;

/** Fields that say where a source is, and what is written there; the first that a type has is used. */
const PLACES: readonly (readonly [field: string, place: Place])[] = [
  ['host', (host, port) => ({ host, port })],
  ['thrift_uri', (host, port) => ({ thrift_uri: `thrift://${host}:${port}` })],
  ['endpoint', (host, port) => ({ endpoint: `https://${host}:${port}` })],
];

/** What the faults use of a connector: its fullest example, whose secrets are canaries. */
export function subjectOf(connector: Connector, canaries: Canaries): Subject {
  const fields = new Set(connector.form.map(({ name }) => name));
  const [field, place] = PLACES.find(([name]) => fields.has(name)) ?? [];
  const example = exampleWith(connector, field);
  const defaults = connector.form.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const payload: JsonObject = { ...Object.fromEntries(defaults), ...example.payload };
  return {
    connector,
    reach: fields.has('file') ? 'file' : place ? 'address' : 'vendor',
    credential: canaryCredential(secretBearing(connector, example).credential, canaries),
    payloadAt: (host, port) => ({ ...payload, ...place?.(host, port) }),
  };
}

function exampleWith({ examples }: Connector, field: string | undefined): ConnectorExample {
  const found =
    field === undefined ? undefined : examples.find(({ payload }) => payload[field] !== undefined);
  return found ?? examples[0]!;
}

/** The example, unless its credential is one without a secret and another example's is not. */
function secretBearing({ examples }: Connector, example: ConnectorExample): ConnectorExample {
  const mayStay = !('role_arn' in example.credential.payload);
  return mayStay ? example : (examples[0] ?? example);
}
