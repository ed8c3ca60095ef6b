import type { FaultLine } from './fault-table.js';
import { BROUGHT_BY_OPERATORS } from './faults/protocols.js';

/**
 * Where a table and what was observed differ, in words. Of types whose driver operators bring only that is
 * compared which both have: it may be missing here, or have been where the table was written.
 *
 * @param whole - also what was not observed although the table has it is a difference
 */
export function differences(
  table: readonly FaultLine[],
  observed: readonly FaultLine[],
  whole: boolean,
): string[] {
  const [written, seen] = [byTypeAndFault(table), byTypeAndFault(observed)];
  const keys = whole ? new Set([...written.keys(), ...seen.keys()]) : seen.keys();
  return [...keys].flatMap((key) => {
    const [was, is] = [written.get(key), seen.get(key)];
    const unknown = was === undefined || is === undefined;
    if (was === is || (unknown && BROUGHT_BY_OPERATORS.some((type) => key.startsWith(`${type}, `))))
      return [];
    return [`${key}: the table says ${was ?? 'nothing'}, observed was ${is ?? 'nothing'}`];
  });
}

function byTypeAndFault(lines: readonly FaultLine[]): Map<string, string> {
  return new Map(
    lines.flatMap(({ types, fault, step, code, hint }) =>
      types.map((type) => [`${type}, ${fault}`, `${step}: ${code} (${hint})`] as const),
    ),
  );
}
