/** A form that a text must have. Its one pattern serves validation and JSON Schema alike. */
export interface TextFormat {
  /** Source of an anchored regular expression, valid with the `u` flag. */
  readonly pattern: string;
  /** Maximum length in characters. */
  readonly max: number;
  /** Completes "… must be". */
  readonly means: string;
  /** The one spelling of all that mean the same; called with values that match. */
  readonly canonical?: (value: string) => string;
}
