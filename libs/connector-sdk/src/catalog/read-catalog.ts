import { isJsonObject } from '../json/json.js';
import type { TableSummary } from '../probe/probe.js';
import {
  type CatalogColumn,
  type CatalogTable,
  type ForeignKey,
  LONGEST_CATEGORY,
  LONGEST_MARK,
  LONGEST_VALUE,
  MOST_CATEGORIES,
  MOST_COLUMNS,
  type TableLook,
  type TableMark,
} from './catalog.js';
import { NORMAL_TYPES, type NormalType } from './normal-type.js';

const KINDS: readonly TableSummary['kind'][] = [
  'table',
  'view',
  'materialized_view',
  'external',
  'folder',
  'file',
  'other',
];
/** UTF-16 units. A name that is longer would not fit into an index, and no engine has it. */
const LONGEST_NAME = 600;
const LONGEST_TYPE = 2_000;
const LONGEST_COMMENT = 4_000;
const LONGEST_DDL = 500_000;
const MOST_TABLES = 2_000;
const MOST_MARKS = 20_000;
const MOST_ROWS = 10;
/** Postgres stores neither in a text. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Reads a page of a catalog as a prober sent it: what hostile servers may have put there is cut to what can be stored.
 *
 * @returns undefined for what is no page
 */
export function readCatalogPage(value: unknown): CatalogTable[] | undefined {
  return Array.isArray(value) ? value.slice(0, MOST_TABLES).flatMap(readTable) : undefined;
}

/** Reads the marks of tables as a prober sent them. @returns undefined for what is no list of them */
export function readTableMarks(value: unknown): TableMark[] | undefined {
  return Array.isArray(value) ? value.slice(0, MOST_MARKS).flatMap(readMark) : undefined;
}

/** Reads what a close look brought. @returns undefined for what is none */
export function readTableLook(value: unknown): TableLook | undefined {
  if (!isJsonObject(value)) return undefined;
  const { ddl, rows, categories } = value;
  return {
    ddl: text(ddl, LONGEST_DDL),
    rows: Array.isArray(rows) ? rows.slice(0, MOST_ROWS).flatMap(readRow) : [],
    categories: isJsonObject(categories) ? readCategories(categories) : {},
  };
}

function readTable(value: unknown): CatalogTable[] {
  if (!isJsonObject(value)) return [];
  const { catalog, schema, name, kind, comment, rows, columns, columnsUnread, mark } = value;
  if (!isName(name) || !isNameOrNull(catalog) || !isNameOrNull(schema)) return [];
  return [
    {
      catalog,
      schema,
      name,
      kind: KINDS.find((known) => known === kind) ?? 'other',
      comment: text(comment, LONGEST_COMMENT),
      rows:
        typeof rows === 'number' && rows >= 0 && rows <= Number.MAX_SAFE_INTEGER ? Math.round(rows) : null,
      columns: Array.isArray(columns) ? columns.slice(0, MOST_COLUMNS).flatMap(readColumn) : [],
      ...(columnsUnread === true ? { columnsUnread } : {}),
      ...(isMark(mark) ? { mark } : {}),
    },
  ];
}

function readMark(value: unknown): TableMark[] {
  if (!isJsonObject(value)) return [];
  const { catalog, schema, name, key, mark } = value;
  if (!isName(name) || !isNameOrNull(catalog) || !isNameOrNull(schema) || !isMark(key) || !isMark(mark))
    return [];
  return [{ catalog, schema, name, key, mark }];
}

function readColumn(value: unknown): CatalogColumn[] {
  if (!isJsonObject(value)) return [];
  const { name, type, normal, nullable, primaryKey, foreignKey, comment } = value;
  if (!isName(name)) return [];
  const refers = isJsonObject(foreignKey) ? readForeignKey(foreignKey) : undefined;
  const told = text(comment, LONGEST_COMMENT);
  return [
    {
      name,
      type: text(type, LONGEST_TYPE) ?? '',
      normal: NORMAL_TYPES.includes(normal as NormalType) ? (normal as NormalType) : 'other',
      nullable: typeof nullable === 'boolean' ? nullable : null,
      ...(primaryKey === true ? { primaryKey } : {}),
      ...(refers ? { foreignKey: refers } : {}),
      ...(told ? { comment: told } : {}),
    },
  ];
}

function readForeignKey({ schema, table, column }: Record<string, unknown>): ForeignKey | undefined {
  return isNameOrNull(schema) && isName(table) && isName(column) ? { schema, table, column } : undefined;
}

function readRow(value: unknown): Record<string, string | null>[] {
  if (!isJsonObject(value)) return [];
  const cells = Object.entries(value).filter(([name]) => isName(name));
  return [
    Object.fromEntries(cells.slice(0, MOST_COLUMNS).map(([name, cell]) => [name, text(cell, LONGEST_VALUE)])),
  ];
}

function readCategories(value: Record<string, unknown>): Record<string, string[]> {
  const found = Object.entries(value).flatMap(([column, values]) => {
    if (!isName(column) || !Array.isArray(values) || values.length === 0 || values.length > MOST_CATEGORIES)
      return [];
    const texts = values.filter(
      (one): one is string => typeof one === 'string' && one.length <= LONGEST_CATEGORY,
    );
    return texts.length === values.length ? [[column, texts.map(storable)] as const] : [];
  });
  return Object.fromEntries(found);
}

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME && storable(value) === value
  );
}

function isMark(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= LONGEST_MARK && storable(value) === value
  );
}

function isNameOrNull(value: unknown): value is string | null {
  return value === null || isName(value);
}

function text(value: unknown, longest: number): string | null {
  return typeof value === 'string' ? storable(value.slice(0, longest)) : null;
}

function storable(value: string): string {
  return value.replace(UNSTORABLE, '\ufffd');
}
