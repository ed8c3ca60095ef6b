import { type Connector, type JsonSchema, isJsonObject } from '#connector-sdk';

/** Where a choice in the payload decides which credential is taken: one rule for each such choice. */
export function credentialRules(connector: Connector): JsonSchema[] {
  return choicesOf(connector.payloadSchema).flatMap(([field, value]) => {
    const accepted = connector.acceptedCredentials({ [field]: value });
    return accepted.length === connector.credentialTypes.length ? [] : [ruleFor(field, value, accepted)];
  });
}

/** A credential by its id has no type here, and passes. */
function ruleFor(field: string, value: string, accepted: readonly string[]): JsonSchema {
  return {
    if: { properties: { payload: { properties: { [field]: { const: value } }, required: [field] } } },
    then: { properties: { credential: { properties: { type: { enum: accepted } } } } },
  };
}

function choicesOf(payloadSchema: JsonSchema): [string, string][] {
  const properties = payloadSchema['properties'];
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).flatMap(([field, schema]) =>
    isJsonObject(schema) && Array.isArray(schema['enum'])
      ? (schema['enum'] as string[]).map((value): [string, string] => [field, value])
      : [],
  );
}
