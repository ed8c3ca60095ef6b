import type { ConnectorRegistry, FormHint, JsonSchema } from '#connector-sdk';
import type {
  ConnectionTypeView,
  CredentialTypeView,
} from '../../rest/connection-types/connection-type-view.js';
import { OPEN_OBJECT, TEXT } from './common-schemas.js';
import { answerSchema, arrayOf, orNull, schemaRef } from './object-schema.js';

const SCHEMA: JsonSchema = { ...OPEN_OBJECT, description: 'JSON Schema 2020-12.' };
const FORM: JsonSchema = { ...arrayOf(schemaRef('FormHint')), description: 'In the order of a form.' };

/** What a form needs beside a schema; all but the first members may be absent. */
const FORM_HINT = answerSchema<FormHint>('How a form asks for one field.', {
  name: TEXT,
  label: TEXT,
  order: { type: 'integer' },
  secret: { type: 'boolean', description: 'Sealed, and never answered.' },
  required: { type: 'boolean' },
  widget: {
    type: 'string',
    enum: ['text', 'password', 'textarea', 'number', 'checkbox', 'select', 'map', 'group', 'list'],
  },
  placeholder: TEXT,
  help: TEXT,
  default: { description: 'Acts when the field is absent.' },
  options: arrayOf(TEXT),
  fields: arrayOf(schemaRef('FormHint')),
  variants: {
    type: 'object',
    description: 'The fields by the value of the field `by`.',
    properties: {
      by: TEXT,
      fields: { type: 'object', additionalProperties: arrayOf(schemaRef('FormHint')) },
    },
    required: ['by', 'fields'],
    additionalProperties: false,
  },
});

/** The types of connections as they are answered. */
export function connectionTypeAnswers(registry: ConnectorRegistry): Record<string, JsonSchema> {
  const connectors = registry.list();
  const transport: JsonSchema = { type: 'string', enum: ['ssh', 'tls', 'kerberos'] };
  return {
    FormHint: { ...FORM_HINT, required: ['name', 'label', 'order', 'secret', 'required', 'widget'] },
    CredentialTypeView: answerSchema<CredentialTypeView>('A type of credential.', {
      type: TEXT,
      title: TEXT,
      schema: SCHEMA,
      form: FORM,
    }),
    ConnectionTypeView: answerSchema<ConnectionTypeView>('A type of connection, and what it needs.', {
      type: { type: 'string', enum: registry.types() },
      title: TEXT,
      family: { type: 'string', enum: [...new Set(connectors.map(({ family }) => family))].sort() },
      payload_schema: SCHEMA,
      form: FORM,
      credentials: arrayOf(schemaRef('CredentialTypeView')),
      default_credential_type: orNull(TEXT),
      transports: arrayOf(transport),
      transport_schema: SCHEMA,
      transport_form: FORM,
      destination_fields: {
        ...arrayOf(TEXT),
        description: 'What decides where a secret travels. A change asks for the secrets again.',
      },
      example: { ...orNull(schemaRef('NewConnection')), description: 'Valid as it stands.' },
    }),
  };
}
