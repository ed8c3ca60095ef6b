import type { FieldError } from '#platform/errors';

import type { FormHint } from '../fields/form-hint.js';
import type { JsonObject, JsonSchema } from '../json/json.js';

/** What the use of a credential allows beyond its own rules; a `Connector` fits as it is. */
export interface CredentialUse {
  readonly emptyPassword?: boolean;
}

/** One way to prove who one is to a source. */
export interface CredentialType {
  readonly type: string;
  readonly title: string;
  /** JSON Schema 2020-12. */
  readonly schema: JsonSchema;
  readonly form: readonly FormHint[];
  readonly example: JsonObject;
  /** The fields that are secret, or `all` where every value of a free map is. */
  readonly secretFields: readonly string[] | 'all';
  /** Paths begin with `credential.payload`. Never throws, whatever the JSON. */
  validate(value: unknown, use?: CredentialUse): FieldError[];
  /** The object to store, from a value that was found valid (a key file may come as one JSON string). */
  normalise(value: unknown): JsonObject;
  /** True for a payload that is used with the deployment's own identity, as a role is assumed with one. */
  needsIdentity(payload: JsonObject): boolean;
  /** Fields of the stored payload that the server makes; `validate` refuses them from callers. */
  readonly serverFields: readonly string[];
  /**
   * What the server adds to a payload before it is sealed; `{}` for most types and payloads. None of it is
   * secret: answers may show it.
   *
   * @param payload - what `normalise` answered
   * @param stored - the payload that it replaces, whose server fields it keeps
   */
  makeServerFields(payload: JsonObject, stored?: JsonObject): JsonObject;
}
