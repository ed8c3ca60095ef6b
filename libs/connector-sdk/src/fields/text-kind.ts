import { ANY_CHARACTER, fits, MASK, MULTI_LINE, SINGLE_LINE } from '../formats/characters.js';
import type { TextFormat } from '../formats/text-format.js';
import type { JsonSchema, JsonValue } from '../json/json.js';
import type { FieldKind, Rule } from './field-spec.js';
import type { Widget } from './form-hint.js';

/** What a text field may ask for beyond being text. */
export interface TextRules {
  readonly format?: TextFormat;
  readonly max?: number;
  readonly allowEmpty?: boolean;
  /** Which characters it may hold where it has no format; one line by default. */
  readonly characters?: 'line' | 'lines' | 'any';
  /** Refuses what user interfaces show in place of a secret. */
  readonly refuseMask?: boolean;
}

/** Characters in a text field that says nothing else. */
export const TEXT_MAX = 1024;
/** Characters in a secret. */
export const SECRET_MAX = 65_536;

const CHARACTERS = { line: SINGLE_LINE, lines: MULTI_LINE, any: ANY_CHARACTER };

/** The kind of a field that holds text. */
export function textKind(widget: Widget, text: TextRules): FieldKind {
  const max = text.format?.max ?? text.max ?? TEXT_MAX;
  return {
    widget,
    schema: textSchema(text, max),
    rules: textRules(text, max),
    canonical: (value) => canonicalText(text, value),
  };
}

/** The rules alone, for values that are no fields of their own. */
export function textRules(text: TextRules, max: number): Rule[] {
  const rules: Rule[] = [{ name: 'type', message: 'must be text', test: isText }];
  if (!text.allowEmpty) {
    rules.push({ name: 'empty', message: 'must not be empty', test: onText((value) => value !== '') });
  }
  rules.push({
    name: 'max_length',
    message: `must have at most ${max} characters`,
    test: onText((value) => fits(value, max)),
  });
  const pattern = new RegExp(patternOf(text), 'u');
  rules.push({
    name: text.format ? 'format' : 'characters',
    message: text.format ? `must be ${text.format.means}` : 'must not contain control characters',
    test: onText((value) => pattern.test(value)),
  });
  if (text.refuseMask) rules.push(MASK_RULE);
  return rules;
}

const MASK_PATTERN = new RegExp(MASK, 'u');

/** Stars or bullets are what a form shows in place of a secret: storing them would lose it. */
export const MASK_RULE: Rule = {
  name: 'mask',
  message: 'is a mask, not a secret: leave it out to keep what is stored',
  test: onText((value) => !MASK_PATTERN.test(value)),
};

/** The schema of a text; says the same as {@link textRules}. */
export function textSchema(text: TextRules, max: number): JsonSchema {
  return {
    type: 'string',
    ...(text.allowEmpty ? {} : { minLength: 1 }),
    maxLength: max,
    pattern: patternOf(text),
    ...(text.refuseMask ? { not: { pattern: MASK } } : {}),
  };
}

function patternOf(text: TextRules): string {
  return text.format?.pattern ?? CHARACTERS[text.characters ?? 'line'];
}

function canonicalText(text: TextRules, value: JsonValue): JsonValue {
  return typeof value === 'string' && text.format?.canonical ? text.format.canonical(value) : value;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Rules behind the type rule need not repeat it: what is no text passes them. */
function onText(test: (value: string) => boolean): (value: unknown) => boolean {
  return (value) => typeof value !== 'string' || test(value);
}
