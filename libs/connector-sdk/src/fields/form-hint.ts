import type { JsonValue } from '../json/json.js';

/** How a form asks for a field. */
export type Widget = 'text' | 'password' | 'textarea' | 'number' | 'checkbox' | 'select' | 'map' | 'group';

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
  /** The fields of a `group`. */
  readonly fields?: readonly FormHint[];
}
