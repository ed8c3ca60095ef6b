import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import { cellsOf, firstRow, outsideQuotes } from './delimited-text.js';

/** In the order of preference where as many of one stand in the header as of another. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Characters of a name. */
const LONGEST_NAME = 200;
/** What no text holds: such a file is compressed, encrypted, or in another encoding than UTF-8. */
const NO_TEXT = /[\0\ufffd]/;
/** Numbers, dates and addresses are values: whoever writes them first has written no header. */
const VALUE = /^[-+]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|@/i;

/** A file of rows, as far as it was read. */
export interface DelimitedText {
  /** Undefined where it is to be told from the first row. */
  readonly delimiter: string | undefined;
  /** False where more comes after the text: its last row may then be cut. */
  readonly whole: boolean;
}

/** What the first row of a text says of all. */
export interface DelimitedHead {
  readonly delimiter: string;
  /** One for each column; no two are the same, and none is empty. */
  readonly names: readonly string[];
  /** True where the first row has names, and no values. */
  readonly named: boolean;
}

/**
 * Columns of rows with delimiters (RFC 4180), by the first row. Where that has values in it rather than names, they are
 * called by their position, for values do not belong into a catalog. Types are not guessed.
 *
 * @returns undefined for a text without a whole first row
 */
export function delimitedColumns(text: string, about: DelimitedText): CatalogColumn[] | undefined {
  return delimitedHead(text, about)?.names.map((name) =>
    catalogColumn({ name, type: 'text', nullable: null }),
  );
}

/** The same, with what it takes to read the rows. */
export function delimitedHead(
  text: string,
  { delimiter: known, whole }: DelimitedText,
): DelimitedHead | undefined {
  const header = firstRow(text, whole);
  if (header === undefined || header === '' || NO_TEXT.test(header)) return undefined;
  const delimiter = known ?? delimiterOf(header);
  const cells = cellsOf(header, delimiter);
  const named = cells.every((cell) => cell.length <= LONGEST_NAME && !VALUE.test(cell));
  return { delimiter, names: distinct(named ? cells : cells.map(() => '')), named };
}

function delimiterOf(header: string): string {
  const counts = new Map<string, number>();
  for (const { sign = '' } of outsideQuotes(header)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

/** Names of which no two are the same, and none is empty. */
function distinct(cells: readonly string[]): string[] {
  const own = new Set(cells);
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return cells.map((cell, at) => {
    const wanted = cell === '' ? `column${at + 1}` : cell;
    let count = counts.get(wanted) ?? 1;
    let name = wanted;
    while (given.has(name) || (name !== cell && own.has(name))) {
      count += 1;
      name = `${wanted}_${count}`;
    }
    counts.set(wanted, count);
    given.add(name);
    return name;
  });
}
