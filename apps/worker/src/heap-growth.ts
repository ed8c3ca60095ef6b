import { setFlagsFromString } from 'node:v8';

/** Percent of what was left after the last full collection. */
const GROWTH = 100;

/**
 * Has V8 collect when the heap has doubled. By itself it waits for four times as much (`node --v8-options`,
 * `--heap-growing-percent`), which the pages of a large catalog fill with what nobody holds any more.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
