/** Whether tables of cases run whole, as before a change lands, or as a sample of them. */
export const WHOLE_PRODUCTS = process.env['TEST_LAYER'] === 'whole';

/**
 * All rows, or in a sample every so many-th of them.
 *
 * @param from - the first row that is taken: suites over the same rows take others
 */
export function sample<T>(rows: readonly T[], every: number, from = 0): T[] {
  return rows.filter((_, index) => WHOLE_PRODUCTS || index % every === from % every);
}
