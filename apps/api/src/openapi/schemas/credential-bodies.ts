import {
  type Connector,
  type ConnectorRegistry,
  type CredentialType,
  type JsonSchema,
  credentialType,
  credentialTypes,
} from '#connector-sdk';
import type { CredentialView } from '#core';
import { CREDENTIAL_ANSWERS } from './credential-answers.js';
import { ID, NAME, OPEN_OBJECT } from './common-schemas.js';
import { schemaWithBlanks } from './blank-secrets.js';
import { bodySchema, schemaRef } from './object-schema.js';
import { componentName } from './schema-names.js';
import { withoutDialect } from './without-dialect.js';

/** The component of a connection's own credential of one type. */
export function inlineCredential(type: string, emptyPassword: boolean): string {
  const blank = emptyPassword && schemaWithBlanks(credentialType(type)!) !== null;
  return `${componentName(type)}${blank ? 'OrBlank' : ''}Credential`;
}

const payloadOf = (type: string): string => `${componentName(type)}CredentialPayload`;
const newCredential = (type: string): string => `New${componentName(type)}Credential`;

/** Bodies with credentials: of a connection's own, shared ones by id, and of the resource itself. */
export function credentialBodies(registry: ConnectorRegistry): Record<string, JsonSchema> {
  const types = credentialTypes();
  return {
    ...Object.fromEntries(types.flatMap((type) => Object.entries(ofResource(type)))),
    ...Object.fromEntries(registry.list().flatMap(ofConnector)),
    SharedCredentialUse: bodySchema(
      'A shared credential, by its id. With the stored secret it may serve a destination that is not approved yet.',
      { id: ID, payload: OPEN_OBJECT },
      ['id'],
    ),
    NewCredential: {
      oneOf: types.map(({ type }) => schemaRef(newCredential(type))),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(
          types.map(({ type }) => [type, `#/components/schemas/${newCredential(type)}`]),
        ),
      },
    },
    CredentialUpdate: bodySchema(
      'What changes of a credential. `payload` replaces the secret. Members that the server sets are ignored when they are equal.',
      {
        ...(CREDENTIAL_ANSWERS['CredentialView']!['properties'] as Record<keyof CredentialView, JsonSchema>),
        payload: { anyOf: types.map(({ type }) => schemaRef(payloadOf(type))) },
      },
    ),
  };
}

function ofResource(credential: CredentialType): Record<string, JsonSchema> {
  const { type, title, schema, example } = credential;
  return {
    [payloadOf(type)]: { ...withoutDialect(schema), examples: [example] },
    [newCredential(type)]: bodySchema(
      `${title}, to be shared.`,
      { name: NAME, type: { const: type }, payload: schemaRef(payloadOf(type)) },
      ['name', 'type', 'payload'],
    ),
  };
}

/** The credentials that a connector takes; those of several are the same. */
function ofConnector({ credentialTypes: taken, emptyPassword }: Connector): [string, JsonSchema][] {
  return taken.map((type) => {
    const credential = credentialType(type)!;
    const blankable = emptyPassword ? schemaWithBlanks(credential) : null;
    const payload = blankable ? withoutDialect(blankable) : schemaRef(payloadOf(type));
    const mayBeAbsent = credential.validate(undefined).length === 0;
    return [
      inlineCredential(type, emptyPassword),
      bodySchema(
        `${credential.title}, for one connection.`,
        { type: { const: type }, payload },
        mayBeAbsent ? ['type'] : ['type', 'payload'],
      ),
    ];
  });
}
