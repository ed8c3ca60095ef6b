import { destinationFieldNames } from '../destination/destination-fields.js';
import { secretDestinations } from '../destination/secret-destinations.js';
import { fieldsOf } from '../fields/field-metadata.js';
import { objectForm } from '../fields/object-form.js';
import { objectSchema, SCHEMA_DIALECT } from '../fields/object-schema.js';
import { validateObject } from '../fields/validate-object.js';
import { deepFreeze } from '../json/deep-freeze.js';
import type { JsonObject } from '../json/json.js';
import { splitSection } from '../secrets/split-section.js';
import { Transport } from '../transport/transport.js';
import { validateTransport } from '../transport/validate-transport.js';
import { defineUri } from '../uri/define-uri.js';
import type { Connector } from './connector.js';
import type { ConnectorDefinition } from './connector-definition.js';
import { recordPayloadClass } from './field-class.js';

/**
 * Makes a connector of what its folder declares: its schema, form, validation, secrets and destinations
 * all come from the decorators of the payload class.
 */
export function defineConnector<P extends object>(definition: ConnectorDefinition<P>): Connector {
  const { type, title, family, transports, tlsDefault, examples } = definition;
  const payloadClass = definition.payload;
  const connector: Connector = deepFreeze({
    type,
    title,
    family,
    transports,
    tlsDefault,
    examples,
    hints: definition.hints ?? {},
    capabilities: definition.capabilities,
    functionalities: definition.functionalities ?? [],
    ...(definition.uri ? { uri: defineUri(definition.uri, payloadClass, () => connector) } : {}),
    fileFields: fieldsOf(payloadClass)
      .filter(({ file }) => file)
      .map(({ name }) => name),
    ...(definition.databaseFile ? { databaseFile: definition.databaseFile } : {}),
    emptyPassword: definition.emptyPassword ?? false,
    credentialTypes: 'of' in definition.credentials ? definition.credentials.all : definition.credentials,
    destinationFields: [
      ...destinationFieldNames(payloadClass, 'payload'),
      ...destinationFieldNames(Transport, 'transport').filter((path) =>
        transports.some((name) => path.startsWith(`transport.${name}.`)),
      ),
    ],
    payloadSchema: { $schema: SCHEMA_DIALECT, title, ...objectSchema(payloadClass, 'open') },
    form: objectForm(payloadClass, 'open'),
    transportSchema: {
      $schema: SCHEMA_DIALECT,
      title: 'Transport',
      ...objectSchema(Transport, 'open', transports),
    },
    transportForm: objectForm(Transport, 'open', transports),
    acceptedCredentials: (payload) => acceptedCredentials(definition, payload),
    dbType: (payload) => dbType(definition, payload),
    validatePayload: (value) => validateObject(payloadClass, value, 'payload'),
    validateTransport: (value) => validateTransport(value, transports, type),
    splitPayload: (payload) => splitSection(payloadClass, payload, 'payload'),
    secretDestinations: (payload, transport, secretPaths = []) =>
      secretDestinations({ payloadClass, tlsDefault }, payload, transport, secretPaths),
  } satisfies Connector);
  recordPayloadClass(connector, payloadClass);
  return connector;
}

function acceptedCredentials<P extends object>(
  { credentials }: ConnectorDefinition<P>,
  payload: JsonObject,
): readonly string[] {
  return 'of' in credentials ? credentials.of(payload as Partial<P>) : credentials;
}

function dbType<P extends object>(definition: ConnectorDefinition<P>, payload: JsonObject): string | null {
  return typeof definition.dbType === 'function'
    ? definition.dbType(payload as Partial<P>)
    : definition.dbType;
}
