import fc from 'fast-check';
import { hostileKey, hostileValue } from './hostile-values.js';

/** One change to a document. `at` chooses the place among all that the document has. */
export interface Mutation {
  readonly kind: 'replace' | 'remove' | 'add' | 'wrap' | 'repeat';
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

type Container = Record<string, unknown> | unknown[];
type Place = readonly [Container, string];

export function mutation(): fc.Arbitrary<Mutation> {
  return fc.record({
    kind: fc.constantFrom(...(['replace', 'replace', 'remove', 'add', 'wrap', 'repeat'] as const)),
    at: fc.nat(),
    key: hostileKey(),
    value: hostileValue(),
  });
}

/** The document with the changes made, one after the other. */
export function mutated(document: unknown, mutations: readonly Mutation[]): unknown {
  return mutations.reduce((sum, one) => changed({ root: structuredClone(sum) }, one), document);
}

/** How many places a document has that a change may choose. */
export function placeCount(document: unknown): number {
  return placesIn({ root: document }).length;
}

function changed(holder: { root: unknown }, { kind, at, key, value }: Mutation): unknown {
  const all = placesIn(holder);
  const [container, name] = all[at % all.length]!;
  const member = (container as Record<string, unknown>)[name];
  if (kind === 'replace') put(container, name, value);
  else if (kind === 'wrap') put(container, name, at % 2 ? [member] : { [key]: member });
  else if (kind === 'repeat') put(container, name, [member, member]);
  else if (kind === 'add') put(isContainer(member) ? member : container, key, value);
  else if (Array.isArray(container)) container.splice(Number(name), 1);
  else if (container !== holder) delete container[name];
  return holder.root;
}

function placesIn(container: Container): Place[] {
  return Object.entries(container).flatMap(([name, member]) => [
    [container, name] as const,
    ...(isContainer(member) ? placesIn(member) : []),
  ]);
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Also for `__proto__`, which an assignment would not make a member. */
function put(container: Container, name: string, value: unknown): void {
  const member = { value, configurable: true, enumerable: true, writable: true };
  if (Array.isArray(container)) container.push(value);
  else Object.defineProperty(container, name, member);
}
