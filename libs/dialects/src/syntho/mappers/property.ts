/** What a member of a body may be. */
export type PropertyType = 'string' | 'integer' | 'boolean';

/** One member of a connector's or a hook's body, as the Syntho page has it. */
export interface PropertyDefinition {
  readonly type: PropertyType;
  /** It must be there, and be no null. */
  readonly required?: true;
  /** A text that must not be empty. */
  readonly filled?: true;
  readonly default?: string | number | boolean;
  /** The only texts that it takes. */
  readonly values?: readonly string[];
  /** Of a number. */
  readonly range?: readonly [least: number, most: number];
}

export type PropertyTable = Readonly<Record<string, PropertyDefinition>>;

/** The members of a body that were given, without nulls. */
export type GivenProperties = Readonly<Record<string, string | number | boolean>>;

/** The page's own text for a thing that may be absent or null. */
export const TEXT: PropertyDefinition = { type: 'string' };
export const REQUIRED_TEXT: PropertyDefinition = { type: 'string', required: true, filled: true };
export const FLAG: PropertyDefinition = { type: 'boolean' };
