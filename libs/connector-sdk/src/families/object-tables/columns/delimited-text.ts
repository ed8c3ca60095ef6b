/** What a quote stands behind that begins a cell, or is the second of two; nothing at the very beginning. */
const OPENS = /^[,;\t|\s"]?$/;

/** The first row, without its end; quotes may hold ends of lines. */
export function firstRow(text: string, whole: boolean): string | undefined {
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
export function* outsideQuotes(
  text: string,
): Iterable<{ readonly at: number; readonly sign: string | undefined }> {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"' && (quoted || OPENS.test(text[at - 1] ?? ''))) quoted = !quoted;
    else if (!quoted) yield { at, sign };
  }
  if (!quoted) yield { at: text.length, sign: undefined };
}

/** The cells of a row, without their quotes. */
export function cellsOf(row: string, delimiter: string): string[] {
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

/** Rows of a text that are not empty, as their cells; of the last one that may be cut, none. */
export function* rowsOf(text: string, delimiter: string, whole: boolean): Iterable<string[]> {
  let cells: string[] = [];
  let from = 0;
  for (const { at, sign } of outsideQuotes(text)) {
    const ends = sign === undefined || sign === '\n' || sign === '\r';
    if (!ends && sign !== delimiter) continue;
    if (sign === undefined && !whole) return;
    cells.push(unquoted(text.slice(from, at).trim()));
    from = at + 1;
    if (!ends) continue;
    if (cells.length > 1 || cells[0] !== '') yield cells;
    cells = [];
  }
}
