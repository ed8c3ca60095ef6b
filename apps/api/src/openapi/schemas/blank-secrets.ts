import { type CredentialType, type JsonSchema, isJsonObject } from '#connector-sdk';

/**
 * A credential's schema for sources where an empty password means something; null for types without one.
 * The type's own rules say which of its secrets may then be empty.
 */
export function schemaWithBlanks(credential: CredentialType): JsonSchema | null {
  const { schema, example, secretFields } = credential;
  const { properties } = schema;
  if (secretFields === 'all' || !isJsonObject(properties)) return null;
  const blanks = Object.entries(properties).flatMap(([name, member]) => {
    const blank = { ...example, [name]: '' };
    const mayBeEmpty =
      secretFields.includes(name) &&
      Object.hasOwn(example, name) &&
      credential.validate(blank, { emptyPassword: true }).length === 0;
    return mayBeEmpty && isJsonObject(member) ? [[name, { ...member, minLength: 0 }] as const] : [];
  });
  if (blanks.length === 0) return null;
  return { ...schema, properties: { ...properties, ...Object.fromEntries(blanks) } };
}
