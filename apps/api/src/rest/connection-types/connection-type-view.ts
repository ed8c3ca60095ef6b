import {
  type Connector,
  type FormHint,
  type JsonObject,
  type JsonSchema,
  credentialType,
} from '#connector-sdk';

export interface CredentialTypeView {
  readonly type: string;
  readonly title: string;
  readonly schema: JsonSchema;
  readonly form: readonly FormHint[];
}

/** Everything that a client needs to make a connection of one type. */
export interface ConnectionTypeView {
  readonly type: string;
  readonly title: string;
  readonly family: string;
  readonly payload_schema: JsonSchema;
  readonly form: readonly FormHint[];
  readonly credentials: readonly CredentialTypeView[];
  /** For the example's payload. */
  readonly default_credential_type: string | null;
  readonly transports: readonly string[];
  readonly transport_schema: JsonSchema;
  readonly transport_form: readonly FormHint[];
  /** What decides where a secret travels; a change of one asks for the secrets again. */
  readonly destination_fields: readonly string[];
  readonly example: JsonObject | null;
}

export function connectionTypeView(connector: Connector): ConnectionTypeView {
  const example = connector.examples[0];
  return {
    type: connector.type,
    title: connector.title,
    family: connector.family,
    payload_schema: connector.payloadSchema,
    form: connector.form,
    credentials: connector.credentialTypes.map((name) => {
      const { type, title, schema, form } = credentialType(name)!;
      return { type, title, schema, form };
    }),
    default_credential_type: connector.acceptedCredentials(example?.payload ?? {})[0] ?? null,
    transports: connector.transports,
    transport_schema: connector.transportSchema,
    transport_form: connector.transportForm,
    destination_fields: connector.destinationFields,
    example: example
      ? { name: example.name, type: connector.type, payload: example.payload, credential: example.credential }
      : null,
  };
}
