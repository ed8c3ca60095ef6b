import { generateKeyPairSync } from 'node:crypto';
import { isIPv6 } from 'node:net';

import type { Connector, JsonObject, ProberJob } from '#connector-sdk';
import { loadConnectors } from '#connectors';

import { CANARY_PORT } from './inside/places.js';

/** They read files, and reach nobody. */
const WITHOUT_NETWORK = new Set(['DUCKDB', 'SQLITE']);
const DEADLINE_MS = 4_000;
/** A virtual machine is started for each check. */
const JAVA_FAMILIES: readonly string[] = ['jdbc', 'drda'];
const JAVA_DEADLINE_MS = 25_000;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** A connector that can be tested over a network. */
export interface NetworkedTarget {
  readonly type: string;
  readonly connector: Connector;
  /** False where the host is the vendor's, whatever the payload says. */
  readonly choosesHost: boolean;
  /** True where a check takes seconds, so that not all of the product can be tried. */
  readonly slow: boolean;
  /** Whether the host would be accepted in a connection. */
  isValid(host: string): boolean;
  /** A job whose target has this host, where it can be chosen. */
  job(host: string, rest?: Partial<ProberJob>): Omit<ProberJob, 'id'>;
}

/** All of the registry; a connector that is added takes part. */
export async function networkedTargets(): Promise<NetworkedTarget[]> {
  const connectors = (await loadConnectors()).list();
  return connectors
    .filter(({ type }) => !WITHOUT_NETWORK.has(type))
    .map((connector) => {
      const { type, tlsDefault } = connector;
      const slow = JAVA_FAMILIES.includes(connector.family);
      return {
        type,
        connector,
        choosesHost: Object.keys(placeOf(connector, 'a.example')).length > 0,
        slow,
        isValid: (host) => connector.validatePayload(payloadOf(connector, host)).length === 0,
        job: (host, rest = {}) => ({
          type,
          target: {
            payload: payloadOf(connector, host),
            credential: credentialOf(connector),
            transport: null,
          },
          tlsMode: tlsDefault,
          hostKeys: { policy: 'strict', known: [] },
          deadlineMs: slow ? JAVA_DEADLINE_MS : DEADLINE_MS,
          uploadFolder: null,
          jdbcFolder: null,
          awsIdentity: null,
          egress: { allow: { networks: [], hosts: [] }, own: [] },
          ...rest,
        }),
      };
    });
}

function payloadOf(connector: Connector, host: string): JsonObject {
  const defaults = connector.form.flatMap((field) =>
    field.default === undefined ? [] : [[field.name, field.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...connector.examples[0]!.payload, ...placeOf(connector, host) };
}

/** The fields that say where the source is. */
function placeOf(connector: Connector, host: string): JsonObject {
  const fields = connector.destinationFields;
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${CANARY_PORT}`;
  if (fields.includes('payload.endpoint')) return { endpoint: `https://${authority}`, path_style: true };
  if (fields.includes('payload.thrift_uri')) return { thrift_uri: `thrift://${authority}` };
  if (!fields.includes('payload.host')) return {};
  // Only the bridge has more than one driver: this is one whose jar Debian has.
  const place = { host, port: CANARY_PORT };
  return fields.includes('payload.db_type') ? { ...place, db_type: 'POSTGRESQL' } : place;
}

function credentialOf(connector: Connector): NonNullable<ProberJob['target']['credential']> {
  const { type, payload } = connector.examples[0]!.credential;
  if (type === 'GCP') return { type, payload: { ...payload, private_key: privateKey } };
  if (type === 'GENERIC_MAP') return { type, payload: { username: 'reader', password: 'example-password' } };
  return { type, payload };
}
