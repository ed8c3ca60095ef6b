import type { Fault } from './fault.js';
import type { Subject } from './subject.js';

/** A fault, and a type that it happens to. */
export interface ContractCase {
  readonly fault: Fault;
  readonly subject: Subject;
}

/** Every fault with every type that it can happen to; the types in the order of the registry. */
export function everyCase(faults: readonly Fault[], subjects: readonly Subject[]): ContractCase[] {
  return subjects.flatMap((subject) =>
    faults.filter((fault) => fault.happensTo(subject)).map((fault) => ({ fault, subject })),
  );
}

/**
 * A few of them, for every change: each type with a fault of every group, and each fault with a type; which ones
 * go round, so that no type and no fault is always in the same company.
 */
export function pairwise(cases: readonly ContractCase[]): ContractCase[] {
  const chosen = new Set(firstOfEach(cases));
  const byTypeAndGroup = groupBy(cases, ({ fault, subject }) => `${subject.connector.type} ${fault.group}`);
  const byFault = groupBy(cases, ({ fault }) => fault.name);
  for (const [index, some] of [...byTypeAndGroup].entries()) chosen.add(some[index % some.length]!);
  for (const [index, some] of [...byFault].entries()) chosen.add(some[index % some.length]!);
  return cases.filter((one) => chosen.has(one));
}

/** The first fault of a type ends at once; whatever stalls comes after the driver was loaded. */
function firstOfEach(cases: readonly ContractCase[]): ContractCase[] {
  return [...groupBy(cases, ({ subject }) => subject.connector.type)].map(([first]) => first!);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Iterable<T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups.values();
}
