import type { Connector, JsonSchema } from '#connector-sdk';
import { NAME } from './common-schemas.js';
import { inlineCredential } from './credential-bodies.js';
import { credentialRules } from './credential-rules.js';
import { DISCOVERY_SETTINGS } from './discovery-schemas.js';
import { bodySchema, orNull, schemaRef } from './object-schema.js';
import { patchSchema } from './patch-schema.js';
import { componentName } from './schema-names.js';
import { withoutDialect } from './without-dialect.js';

const NO_CREDENTIAL = 'NONE';

/** The bodies that hold a connection of one type, each with its part of a component's name. */
export const newConnection = (type: string): string => `New${componentName(type)}Connection`;
export const connectionTest = (type: string): string => `${componentName(type)}ConnectionTest`;
export const connectionUpdate = (type: string): string => `${componentName(type)}ConnectionUpdate`;

/**
 * The components of one connector.
 *
 * @param readOnly - members that a client may send back as they were read
 */
export function connectionVariants(
  connector: Connector,
  readOnly: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const { title, type } = connector;
  const name = componentName(type);
  const payload = withoutDialect(connector.payloadSchema);
  const transport = withoutDialect(connector.transportSchema);
  const members = { name: NAME, type: { const: type } };
  const credential = schemaRef(`${name}ConnectionCredential`);
  return {
    [`${name}Payload`]: payload,
    [`${name}Transport`]: { ...transport, title: `Transport of ${title}` },
    [`${name}ConnectionCredential`]: { oneOf: credentialRefs([connector]) },
    [newConnection(type)]: wholeConnection(connector, `A new connection: ${title}.`, ['name']),
    [connectionTest(type)]: wholeConnection(connector, `To test: ${title}.`, []),
    [connectionUpdate(type)]: bodySchema(
      `A partial update: ${title}. Another type than the stored one needs a full payload and a credential.`,
      {
        ...readOnly,
        ...members,
        payload: patchSchema(payload),
        transport: orNull(patchSchema(transport)),
        credential,
        lease_policy: orNull(schemaRef('LeasePolicy')),
      },
      ['type'],
    ),
  };
}

/** What connections can say of their credential, without doubles. */
export function credentialRefs(connectors: readonly Connector[]): JsonSchema[] {
  const names = connectors.flatMap(({ credentialTypes, emptyPassword }) =>
    credentialTypes.map((type) => inlineCredential(type, emptyPassword)),
  );
  return [...new Set(names), 'SharedCredentialUse'].map(schemaRef);
}

function wholeConnection(connector: Connector, description: string, required: readonly string[]): JsonSchema {
  const { type, credentialTypes } = connector;
  const name = componentName(type);
  const credential = schemaRef(`${name}ConnectionCredential`);
  const mayLackCredential = credentialTypes.includes(NO_CREDENTIAL);
  const rules = credentialRules(connector);
  const members = {
    name: NAME,
    type: { const: type },
    payload: schemaRef(`${name}Payload`),
    transport: orNull(schemaRef(`${name}Transport`)),
    credential: mayLackCredential ? orNull(credential) : credential,
    lease_policy: orNull(schemaRef('LeasePolicy')),
    ...DISCOVERY_SETTINGS,
  };
  const asked = [...required, 'type', 'payload', ...(mayLackCredential ? [] : ['credential'])];
  return { ...bodySchema(description, members, asked), ...(rules.length > 0 ? { allOf: rules } : {}) };
}
