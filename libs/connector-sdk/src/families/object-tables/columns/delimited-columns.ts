import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';

/** In the order of preference where as many of one stand in the header as of another. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Characters of a name. */
const LONGEST_NAME = 200;
/** What no text holds: such a file is compressed, encrypted, or in another encoding than UTF-8. */
const NO_TEXT = /[\0\ufffd]/;
/** What a quote stands behind that begins a cell, or is the second of two; nothing at the very beginning. */
const OPENS = /^[,;\t|\s"]?$/;
/** Numbers, dates and addresses are values: whoever writes them first has written no header. */
const VALUE = /^[-+]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|@/i;

/** A file of rows, as far as it was read. */
export interface DelimitedText {
  /** Undefined where it is to be told from the first row. */
  readonly delimiter: string | undefined;
  /** False where more comes after the text: its last row may then be cut. */
  readonly whole: boolean;
}

/**
 * Columns of rows with delimiters (RFC 4180), by the first row. Where that has values in it rather than names, they are
 * called by their position, for values do not belong into a catalog. Types are not guessed.
 *
 * @returns undefined for a text without a whole first row
 */
export function delimitedColumns(
  text: string,
  { delimiter, whole }: DelimitedText,
): CatalogColumn[] | undefined {
  const header = firstRow(text, whole);
  if (header === undefined || header === '' || NO_TEXT.test(header)) return undefined;
  const cells = cellsOf(header, delimiter ?? delimiterOf(header));
  const hasNames = cells.every((cell) => cell.length <= LONGEST_NAME && !VALUE.test(cell));
  return distinct(hasNames ? cells : cells.map(() => '')).map((name) =>
    catalogColumn({ name, type: 'text', nullable: null }),
  );
}

/** The row without its end; quotes may hold ends of lines. */
function firstRow(text: string, whole: boolean): string | undefined {
  for (const { at, sign } of outsideQuotes(text)) {
    if (sign === undefined) return whole ? text : undefined;
    if (sign === '\n' || sign === '\r') return text.slice(0, at);
  }
  return undefined;
}

/**
 * Signs that are not quoted, and undefined at the text's end if no quotes are open there. A quote that stands in the
 * midst of a cell is a sign like any other.
 */
function* outsideQuotes(text: string): Iterable<{ readonly at: number; readonly sign: string | undefined }> {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"' && (quoted || OPENS.test(text[at - 1] ?? ''))) quoted = !quoted;
    else if (!quoted) yield { at, sign };
  }
  if (!quoted) yield { at: text.length, sign: undefined };
}

function delimiterOf(header: string): string {
  const counts = new Map<string, number>();
  for (const { sign = '' } of outsideQuotes(header)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

function cellsOf(row: string, delimiter: string): string[] {
  const cells: string[] = [];
  let from = 0;
  for (const { at, sign } of outsideQuotes(row)) {
    if (sign !== undefined && sign !== delimiter) continue;
    cells.push(unquoted(row.slice(from, at).trim()));
    from = at + 1;
  }
  return cells;
}

/** Two quotes within quotes are one. */
function unquoted(cell: string): string {
  const quoted = cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"');
  return (quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim();
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
