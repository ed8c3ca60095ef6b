import 'reflect-metadata';

import type { FieldClass, FieldSpec, ObjectRule } from './field-spec.js';

const FIELDS = Symbol('patchbay:fields');
const OBJECT_RULES = Symbol('patchbay:object-rules');

/** What was found: every validation asks, and classes do not change once they are made. */
const knownFields = new WeakMap<FieldClass, readonly FieldSpec[]>();
const knownRules = new WeakMap<FieldClass, readonly ObjectRule[]>();

/** Remembers what a decorator said of a property. */
export function recordField(prototype: object, spec: FieldSpec): void {
  record(FIELDS, prototype.constructor, spec);
}

/** Remembers a rule over several properties. */
export function recordObjectRule(target: object, rule: ObjectRule): void {
  record(OBJECT_RULES, target, rule);
}

/** A class's fields, those of its base classes first, in form order; a redeclared one counts once. */
export function fieldsOf(fieldClass: FieldClass): readonly FieldSpec[] {
  return remembered(knownFields, fieldClass, readFields);
}

function readFields(fieldClass: FieldClass): FieldSpec[] {
  const byName = new Map<string, FieldSpec>();
  for (const spec of inherited<FieldSpec>(FIELDS, fieldClass)) byName.set(spec.name, spec);
  return [...byName.values()]
    .map((spec, index) => ({ ...spec, order: spec.order ?? (index + 1) * 10 }))
    .sort((a, b) => a.order - b.order);
}

/** A class's rules over several fields, those of its base classes first. */
export function objectRulesOf(fieldClass: FieldClass): readonly ObjectRule[] {
  return remembered(knownRules, fieldClass, (one) => inherited<ObjectRule>(OBJECT_RULES, one));
}

function remembered<T>(
  known: WeakMap<FieldClass, T>,
  fieldClass: FieldClass,
  find: (one: FieldClass) => T,
): T {
  const found = known.get(fieldClass) ?? find(fieldClass);
  known.set(fieldClass, found);
  return found;
}

function record<T>(key: symbol, target: object, item: T): void {
  const own = (Reflect.getOwnMetadata(key, target) as T[] | undefined) ?? [];
  Reflect.defineMetadata(key, [...own, item], target);
}

function inherited<T>(key: symbol, fieldClass: FieldClass): T[] {
  const chain: T[][] = [];
  let current: unknown = fieldClass;
  while (typeof current === 'function' && current !== Function.prototype) {
    chain.unshift((Reflect.getOwnMetadata(key, current) as T[] | undefined) ?? []);
    current = Object.getPrototypeOf(current);
  }
  return chain.flat();
}
