import type { FieldError } from '#platform/errors';

import type { JsonObject, JsonSchema } from '../json/json.js';
import { recordObjectRule } from './field-metadata.js';

/** A way to fill in an object that excludes the other ways. */
export interface Alternative {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/** One of the fields, or several of them. */
export function AtLeastOne(...names: readonly string[]): ClassDecorator {
  return (target) =>
    recordObjectRule(target, {
      schema: { anyOf: names.map((name) => ({ required: [name] })) },
      check: (value, path) =>
        names.some((name) => Object.hasOwn(value, name))
          ? []
          : [missing(path, names[0] ?? '', names.slice(1))],
    });
}

/** If one of the fields is there, the others must be too. */
export function Together(...names: readonly string[]): ClassDecorator {
  const others = (name: string): string[] => names.filter((other) => other !== name);
  return (target) =>
    recordObjectRule(target, {
      schema: { dependentRequired: Object.fromEntries(names.map((name) => [name, others(name)])) },
      check: (value, path) => {
        const absent = names.filter((name) => !Object.hasOwn(value, name));
        return absent.length === names.length ? [] : absent.map((name) => missing(path, name, []));
      },
    });
}

/** Exactly one of several ways. When none was begun, the first is asked for. */
export function Either(...ways: readonly Alternative[]): ClassDecorator {
  return (target) =>
    recordObjectRule(target, {
      schema: {
        oneOf: ways.map((way) => ({ required: [...way.required], ...without(otherFields(way, ways)) })),
      },
      check: (value, path) => checkEither(ways, value, path),
    });
}

function checkEither(ways: readonly Alternative[], value: JsonObject, path: string): FieldError[] {
  const begun = ways.filter((way) => fieldNames(way).some((name) => Object.hasOwn(value, name)));
  const chosen = begun[0] ?? ways[0];
  if (chosen === undefined) return [];
  const instead = begun.length === 0 ? ways.slice(1).flatMap((way) => way.required) : [];
  const absent = chosen.required.filter((name) => !Object.hasOwn(value, name));
  const surplus = otherFields(chosen, ways).filter((name) => Object.hasOwn(value, name));
  return [
    ...absent.map((name) => missing(path, name, instead)),
    ...surplus.map((name) => ({
      path: `${path}.${name}`,
      rule: 'exclusive',
      message: `${path}.${name} cannot be combined with ${chosen.required.join(' and ')}.`,
    })),
  ];
}

function missing(path: string, name: string, instead: readonly string[]): FieldError {
  const choices = [name, ...instead].map((choice) => `${path}.${choice}`).join(' or ');
  return { path: `${path}.${name}`, rule: 'required', message: `${choices} is required.` };
}

function fieldNames(way: Alternative): string[] {
  return [...way.required, ...(way.optional ?? [])];
}

function otherFields(way: Alternative, ways: readonly Alternative[]): string[] {
  return ways.filter((other) => other !== way).flatMap(fieldNames);
}

function without(names: readonly string[]): JsonSchema {
  return { properties: Object.fromEntries(names.map((name) => [name, false])) };
}
