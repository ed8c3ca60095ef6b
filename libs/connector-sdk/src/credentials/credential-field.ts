import { Nested } from '../fields/nested.js';
import type { FieldClass, FieldOptions } from '../fields/field-spec.js';
import { Choice } from '../fields/text-fields.js';
import { AwsKeys } from './aws.js';
import { ServiceAccountKey } from './gcp.js';
import { KeyPair } from './keys.js';
import { Simple } from './simple.js';
import { Hmac } from './tokens.js';

/** Credentials that fit inside a payload: the server makes nothing for them, and they are objects. */
const CLASSES = { SIMPLE: Simple, KEY_PAIR: KeyPair, GCP: ServiceAccountKey, HMAC: Hmac, AWS: AwsKeys };

/** `{type, payload}` inside a payload: a credential for something that the payload names. */
export function CredentialField(
  types: readonly (keyof typeof CLASSES)[],
  options: Partial<FieldOptions> = {},
): PropertyDecorator {
  const classes = Object.fromEntries(types.map((type) => [type, typedCredential(type, CLASSES[type])]));
  return Nested({ by: 'type', classes }, { label: 'Credential', ...options });
}

function typedCredential(name: string, payloadClass: FieldClass): FieldClass {
  class TypedCredential {
    @Choice({ label: 'Credential type', required: true, options: [name] })
    type!: string;

    @Nested(payloadClass, { label: 'Credential', required: true }, 'secret')
    payload!: object;
  }
  return TypedCredential;
}
