import type { Connector, ConnectorRegistry, JsonSchema } from '#connector-sdk';
import type { ConnectionView } from '#core';
import { ID, OPEN_OBJECT } from './common-schemas.js';
import { connectionAnswers } from './connection-answers.js';
import {
  connectionTest,
  connectionUpdate,
  connectionVariants,
  credentialRefs,
  newConnection,
} from './connection-variants.js';
import { bodySchema, orNull, schemaRef } from './object-schema.js';

/** What an update may name when it does not name the type. */
const UNTYPED = {
  payload: { ...OPEN_OBJECT, description: "Merged into the stored payload, under its type's rules." },
  transport: orNull(OPEN_OBJECT),
  credential: schemaRef('AnyCredential'),
  lease_policy: orNull(schemaRef('LeasePolicy')),
};

/** Bodies with connections, one variant for each type of the registry. */
export function connectionBodies(registry: ConnectorRegistry): Record<string, JsonSchema> {
  const connectors = registry.list();
  const members = connectionAnswers(registry)['ConnectionView']!['properties'];
  const { type, ...readOnly } = members as Record<keyof ConnectionView, JsonSchema>;
  const variants = connectors.flatMap((connector) => Object.entries(connectionVariants(connector, readOnly)));
  return {
    ...Object.fromEntries(variants),
    AnyCredential: { anyOf: credentialRefs(connectors) },
    NewConnection: byType(connectors, newConnection),
    ConnectionUpdate: {
      description:
        'Only what is given changes, and the merged result must be valid. Members that the server sets are ignored when they are equal.',
      oneOf: [schemaRef('ConnectionUpdateWithType'), schemaRef('ConnectionUpdateWithoutType')],
    },
    ConnectionUpdateWithType: byType(connectors, connectionUpdate),
    ConnectionUpdateWithoutType: bodySchema('Leaves the type alone.', { ...readOnly, ...UNTYPED }),
    ConnectionTest: { oneOf: [schemaRef('NewConnectionTest'), schemaRef('StoredConnectionTest')] },
    NewConnectionTest: byType(connectors, connectionTest),
    StoredConnectionTest: bodySchema(
      'A stored connection, and what differs from it.',
      { ...readOnly, ...UNTYPED, type, connection_id: ID },
      ['connection_id'],
    ),
  };
}

function byType(connectors: readonly Connector[], nameOf: (type: string) => string): JsonSchema {
  return {
    oneOf: connectors.map(({ type }) => schemaRef(nameOf(type))),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(
        connectors.map(({ type }) => [type, `#/components/schemas/${nameOf(type)}`]),
      ),
    },
  };
}
