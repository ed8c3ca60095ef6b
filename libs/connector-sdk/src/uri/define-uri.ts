import { credentialType } from '../credentials/catalog.js';
import type { CredentialUse } from '../credentials/credential-type.js';
import { fieldsOf } from '../fields/field-metadata.js';
import type { FieldClass } from '../fields/field-spec.js';
import { canonicalJson } from '../json/canonical-json.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import type { Connector } from '../connector/connector.js';
import type { ConnectionUri, ParsedUri, UriConnection, UriDefinition } from './connection-uri.js';
import { splitUri } from './split-uri.js';
import { UriError } from './uri-error.js';
import { writeUri } from './write-uri.js';

/** What a URI's connection is checked against. */
type Rules = Pick<Connector, 'type' | 'validatePayload' | 'validateTransport'> & CredentialUse;

/** Makes a connector's URIs of what its folder says of them. */
export function defineUri(
  definition: UriDefinition,
  payloadClass: FieldClass,
  connector: () => Rules,
): ConnectionUri {
  const schemes = Object.keys(definition.schemes);
  const parse = (uri: string): ParsedUri | UriError => orError(() => read(definition, connector(), uri));
  return {
    schemes,
    parse,
    claims: (uri) => {
      const claimed = orError(() => {
        const parts = splitUri(uri);
        return schemes.includes(parts.scheme) && (definition.claims?.(parts) ?? true);
      });
      return claimed === true;
    },
    format: (connection) => {
      const wanted = Object.entries(definition.schemes).find(([, dialect]) => dialect === connection.dialect);
      const uri = writeUri({ scheme: wanted?.[0] ?? schemes[0] ?? '', ...definition.write(connection) });
      const back = parse(uri);
      if (!(back instanceof UriError) && meaning(payloadClass, back) === meaning(payloadClass, connection)) {
        return uri;
      }
      throw new UriError('inexpressible', 'URI', 'A URI cannot say all that this connection says.');
    },
  };
}

function read(definition: UriDefinition, connector: Rules, uri: string): ParsedUri {
  const parts = splitUri(uri);
  const dialect = Object.hasOwn(definition.schemes, parts.scheme) && definition.schemes[parts.scheme];
  if (!dialect) throw new UriError('scheme', 'scheme', `The scheme is none of ${connector.type}'s.`);
  const connection = definition.read(parts);
  parts.options.ignore(definition.harmless ?? []);
  parts.options.finish();
  const { payload, credential, transport } = connection;
  const [broken] = [
    ...connector.validatePayload(payload),
    ...connector.validateTransport(transport),
    ...(credential ? (credentialType(credential.type)?.validate(credential.payload, connector) ?? []) : []),
  ];
  if (broken) throw new UriError('field', broken.path, broken.message);
  return { type: connector.type, dialect, ...connection };
}

function orError<T>(work: () => T): T | UriError {
  try {
    return work();
  } catch (error) {
    if (error instanceof UriError) return error;
    throw error;
  }
}

/** One text for all connections that mean the same: a port may be a number or text. */
function meaning(payloadClass: FieldClass, connection: UriConnection): string {
  const { payload, credential, transport, schemas } = connection;
  const spelled: JsonObject = { ...payload };
  const fields = fieldsOf(payloadClass).flatMap(({ name, canonical }): [string, JsonValue][] => {
    const value = spelled[name];
    return value === undefined ? [] : [[name, canonical ? canonical(value) : value]];
  });
  return canonicalJson({
    payload: { ...spelled, ...Object.fromEntries(fields) },
    credential,
    transport: isJsonObject(transport) ? transport : null,
    schemas: schemas ?? null,
  });
}
