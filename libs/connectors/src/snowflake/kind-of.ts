import type { TableSummary } from '#connector-sdk/opening';

/** What a table of this kind is, in the words of `SHOW` or of `information_schema`. */
export function kindOf(kind: string): TableSummary['kind'] {
  if (/materialized/i.test(kind)) return 'materialized_view';
  if (/view/i.test(kind)) return 'view';
  return /external/i.test(kind) ? 'external' : 'table';
}
