import type { JsonValue } from '../json/json.js';

/** How a form asks for a field. */
export type Widget =
  'text' | 'password' | 'textarea' | 'number' | 'checkbox' | 'select' | 'map' | 'group' | 'list';

/** What a form needs to know of one field, beside its schema. */
export interface FormHint {
  readonly name: string;
  readonly label: string;
  readonly order: number;
  readonly secret: boolean;
  readonly required: boolean;
  readonly widget: Widget;
  readonly placeholder?: string;
  readonly help?: string;
  readonly default?: JsonValue;
  /** The choices of a `select`. */
  readonly options?: readonly string[];
  /** The fields of a `group`, or of each entry of a `list`. */
  readonly fields?: readonly FormHint[];
  /** The same where they depend on the value of the field `by`. */
  readonly variants?: FormVariants;
}

/** Which fields there are by what one of them says. */
export interface FormVariants {
  readonly by: string;
  readonly fields: Readonly<Record<string, readonly FormHint[]>>;
}
