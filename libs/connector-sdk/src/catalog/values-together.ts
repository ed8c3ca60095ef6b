import type { LookStatements } from './look-at-table.js';

/**
 * Values of columns by a few statements, each for many columns: for services where a statement takes a second, or is paid
 * for. Nothing is asked before the first column is wanted, and nothing twice.
 *
 * @param columns - all whose values are wanted
 * @param atOnce - columns of one statement
 * @param ask - brings, in the order of the columns, different values of each that are not null
 */
export function valuesTogether(
  columns: readonly string[],
  atOnce: number,
  ask: (columns: readonly string[]) => Promise<readonly (readonly unknown[])[]>,
): LookStatements['values'] {
  const answers = new Map<number, Promise<readonly (readonly unknown[])[]>>();
  return async (column, limit) => {
    const position = columns.indexOf(column);
    const first = position - (position % atOnce);
    const answer = answers.get(first) ?? ask(columns.slice(first, first + atOnce));
    answers.set(first, answer);
    const values = (await answer)[position - first] ?? [];
    return values.slice(0, limit).map((value) => ({ value }));
  };
}
