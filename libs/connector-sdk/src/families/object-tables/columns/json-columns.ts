import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import { isJsonObject, type JsonValue } from '../../../json/json.js';
import { readJson } from './read-json.js';

/** Objects that are looked at. */
const MOST_OBJECTS = 1_000;
const MOST_COLUMNS = 10_000;

/**
 * Columns by the members of the first objects: of an array, of lines (https://jsonlines.org), or of one object alone.
 * Where objects differ in the type of a member, it is `json`.
 *
 * @param text - may be cut anywhere: an object that is not whole does not count
 * @returns undefined where there is no whole object, and where there is another value
 */
export function jsonColumns(text: string): CatalogColumn[] | undefined {
  const types = new Map<string, string | undefined>();
  let found = 0;
  for (const part of topObjects(text)) {
    const object = readJson(part);
    if (!isJsonObject(object)) return undefined;
    for (const [name, value] of Object.entries(object)) {
      if (types.size < MOST_COLUMNS || types.has(name))
        types.set(name, merged(types.get(name), typeOf(value)));
    }
    found += 1;
    if (found === MOST_OBJECTS) break;
  }
  if (found === 0) return undefined;
  return [...types].map(([name, type = 'json']) => catalogColumn({ name, type, nullable: null }));
}

/** Texts of the objects at the top, or in an array that is all there is. Ends at the first other value. */
function* topObjects(text: string): Iterable<string> {
  const inArray = /^\s*\[/.exec(text)?.[0].length;
  const between = inArray === undefined ? /\s*/y : /[\s,]*/y;
  between.lastIndex = inArray ?? 0;
  while (between.test(text) && text[between.lastIndex] === '{') {
    const from = between.lastIndex;
    const to = endOfObject(text, from);
    if (to === undefined) return;
    yield text.slice(from, to);
    between.lastIndex = to;
  }
}

/** Behind the brace that closes the one at `from`; undefined where the text ends before. */
function endOfObject(text: string, from: number): number | undefined {
  const sign = /["{}]/g;
  sign.lastIndex = from;
  let depth = 0;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    if (found[0] === '"') {
      const end = endOfString(text, sign.lastIndex);
      if (end === undefined) return undefined;
      sign.lastIndex = end;
    } else {
      depth += found[0] === '{' ? 1 : -1;
      if (depth === 0) return sign.lastIndex;
    }
  }
  return undefined;
}

/** Behind the quote that ends a string which begins at `from`. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

/** Undefined for null, which is of every type. */
function typeOf(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  return Array.isArray(value) ? 'array' : typeof value;
}

function merged(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : 'json';
}
