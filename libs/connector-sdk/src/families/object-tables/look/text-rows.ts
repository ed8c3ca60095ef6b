import { ROWS_FOR_CATEGORIES } from '../../../catalog/look-at-table.js';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../../../json/json.js';
import { delimitedHead } from '../columns/delimited-columns.js';
import { rowsOf } from '../columns/delimited-text.js';
import { topObjects } from '../columns/json-objects.js';
import { readJson } from '../columns/read-json.js';
import { delimiterOf } from '../data-format.js';
import { type FileText, MOST_TEXT } from '../file-text.js';
import type { KnownRows } from './known-rows.js';

/** What may stand behind the last object of an array. */
const END = /^[\s,\]]*$/;

/**
 * Rows of a text with delimiters; an empty cell is a null.
 *
 * @returns undefined for what is none
 */
export function delimitedRows(format: string, { text, whole }: FileText): KnownRows | undefined {
  const begins = text.slice(0, MOST_TEXT);
  const head = delimitedHead(begins, {
    delimiter: delimiterOf(format),
    whole: whole && begins.length === text.length,
  });
  if (!head) return undefined;
  const { names, delimiter, named } = head;
  const places = new Map(names.map((name, at) => [name, at]));
  const rows: string[][] = [];
  let skip = named;
  let all = whole;
  for (const cells of rowsOf(text, delimiter, whole)) {
    if (rows.length === ROWS_FOR_CATEGORIES) all = false;
    if (!skip && rows.length < ROWS_FOR_CATEGORIES) rows.push(cells);
    if (!all && rows.length === ROWS_FOR_CATEGORIES) break;
    skip = false;
  }
  const value = (at: number, column: string) => rows[at]?.[places.get(column) ?? -1] || null;
  return {
    count: rows.length,
    all,
    value,
    row: (at) => Object.fromEntries(names.map((name) => [name, value(at, name)])),
  };
}

/** Rows that are objects: of an array, of lines, or one alone. */
export function jsonRows({ text, whole }: FileText): KnownRows {
  const rows: JsonObject[] = [];
  let end = 0;
  for (const { from, to } of topObjects(text)) {
    const object = readJson(text.slice(from, to));
    if (!isJsonObject(object) || rows.length === ROWS_FOR_CATEGORIES) break;
    rows.push(object);
    end = to;
  }
  return {
    count: rows.length,
    all: whole && END.test(text.slice(end)),
    value: (at, column) => cellOf(ownValue(rows[at] ?? {}, column)),
    row: (at) =>
      Object.fromEntries(Object.entries(rows[at] ?? {}).map(([name, value]) => [name, cellOf(value)])),
  };
}

/** What lies within a value as text: it may lie deeper than can be written. */
function cellOf(value: JsonValue | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return JSON.stringify(value);
  } catch {
    return '…';
  }
}
