import type { FieldError } from '#platform/errors';

import type { JsonObject, JsonSchema, JsonValue } from '../json/json.js';
import type { Widget } from './form-hint.js';

/** A class whose properties carry field decorators. */
export type FieldClass<T extends object = object> = new () => T;

/** Objects of several kinds: what the field `by` says decides which class describes the rest. */
export interface Variants {
  readonly by: string;
  readonly classes: Readonly<Record<string, FieldClass>>;
}

/** What describes an object: one class, or one of several. */
export type Shape = FieldClass | Variants;

/** One thing that a value must satisfy. */
export interface Rule {
  readonly name: string;
  /** Completes "<path> …". */
  readonly message: string;
  test(value: unknown): boolean;
}

/** What every field decorator takes. */
export interface FieldOptions {
  readonly label: string;
  readonly required?: boolean;
  /** Where the form puts it; by default the order of declaration. */
  readonly order?: number;
  readonly placeholder?: string;
  readonly help?: string;
  /** Acts when the field is absent; it is neither stored nor answered. */
  readonly default?: JsonValue;
  /** The value decides where a secret travels. */
  readonly destination?: boolean;
  /** Sealed, never answered. */
  readonly secret?: boolean;
  /** Declares a credential's field harmless: fields of credentials are secret unless they say so. */
  readonly open?: boolean;
  readonly example?: JsonValue;
  /** The value names a file of the upload area. */
  readonly file?: boolean;
}

/** What a kind of field knows of its values. */
export interface FieldKind {
  readonly widget: Widget;
  readonly schema: JsonSchema;
  /** In the order in which they are tried; the first that fails is reported. */
  readonly rules: readonly Rule[];
  readonly options?: readonly string[];
  /** What describes an object. */
  readonly nested?: Shape;
  /** What describes each object of a list; each has a `name`, which no other of the list has. */
  readonly items?: Shape;
  /** What a field inside an object is that says nothing of its sensitivity; as outside when absent. */
  readonly undeclared?: Sensitivity;
  /** A free map, whose entries are sealed one by one. */
  readonly map?: boolean;
  /** Errors inside a value that passed the rules. */
  inner?(value: JsonValue, path: string): FieldError[];
  /** The one spelling of all values that mean the same; total. */
  canonical?(value: JsonValue): JsonValue;
}

/** All that one decorator said about one property. */
export interface FieldSpec extends FieldOptions, FieldKind {
  readonly name: string;
}

/** A rule over several fields of one object. */
export interface ObjectRule {
  readonly schema: JsonSchema;
  check(value: JsonObject, path: string): FieldError[];
}

/** Whether an undeclared sensitivity means secret: it does in credentials. */
export type Sensitivity = 'open' | 'secret';

/** True when the field's value is sealed as a whole. */
export function isSecretField(spec: FieldSpec, undeclared: Sensitivity): boolean {
  if (spec.secret !== undefined) return spec.secret;
  if (spec.open !== undefined) return !spec.open;
  return undeclared === 'secret' && !spec.nested && !spec.items && !spec.map;
}
