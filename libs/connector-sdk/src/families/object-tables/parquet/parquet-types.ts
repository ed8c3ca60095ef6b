import type { SchemaElement } from 'hyparquet';

import { arrayType, mapType, structType } from '../columns/nested-types.js';

/** A column of a Parquet file with what lies within it. */
export interface ParquetNode {
  readonly element: SchemaElement;
  readonly children: readonly ParquetNode[];
}

/** Groups within each other. */
const DEEPEST = 50;

/**
 * The columns of a schema, which is a tree that is written depth first.
 *
 * @returns undefined for one that is none, or too deep
 */
export function topNodes(schema: readonly SchemaElement[]): readonly ParquetNode[] | undefined {
  let at = 0;
  const next = (depth: number): ParquetNode | undefined => {
    const element = schema[at];
    if (!element || depth > DEEPEST) return undefined;
    at += 1;
    const children: ParquetNode[] = [];
    for (let count = 0; count < (element.num_children ?? 0); count += 1) {
      const child = next(depth + 1);
      if (!child) return undefined;
      children.push(child);
    }
    return { element, children };
  };
  return next(0)?.children;
}

/** The type of a column in the words of Parquet (https://github.com/apache/parquet-format/blob/master/LogicalTypes.md). */
export function parquetType(node: ParquetNode): string {
  const { element, children } = node;
  const inner = children.length === 0 ? leafType(element) : groupType(node);
  return element.repetition_type === 'REPEATED' ? arrayType(inner) : inner;
}

function groupType({ element, children }: ParquetNode): string {
  const kind = element.logical_type?.type ?? element.converted_type;
  const [only] = children;
  if (kind === 'VARIANT') return 'variant';
  if (kind === 'LIST' && only) return listType(only);
  if ((kind === 'MAP' || kind === 'MAP_KEY_VALUE') && only) {
    const [key, value] = only.children.map(parquetType);
    return mapType(key ?? '', value ?? '');
  }
  return structType(children.map((child) => [child.element.name, parquetType(child)]));
}

/** Elements lie in a repeated group of one member; older writers repeat the element itself. */
function listType(repeated: ParquetNode): string {
  const [element, ...others] = repeated.children;
  if (element && others.length === 0) return arrayType(parquetType(element));
  return parquetType(repeated);
}

function leafType(element: SchemaElement): string {
  const { type, type_length: length } = element;
  const logical = logicalType(element) ?? convertedType(element);
  if (logical !== undefined) return logical;
  switch (type) {
    case 'BYTE_ARRAY':
      return 'binary';
    case 'FIXED_LEN_BYTE_ARRAY':
      return `binary(${length ?? 0})`;
    case 'INT96':
      // Nothing else was ever written as it.
      return 'timestamp';
    default:
      return (type ?? '').toLowerCase();
  }
}

function logicalType({ logical_type: logical }: SchemaElement): string | undefined {
  switch (logical?.type) {
    case undefined:
      return undefined;
    case 'DECIMAL':
      return `decimal(${logical.precision},${logical.scale})`;
    case 'INTEGER':
      return `${logical.isSigned ? '' : 'u'}int${logical.bitWidth}`;
    case 'TIMESTAMP':
      return logical.isAdjustedToUTC ? 'timestamp with time zone' : 'timestamp';
    default:
      return logical?.type.toLowerCase();
  }
}

/** What older writers say. */
function convertedType({ converted_type: converted, precision, scale }: SchemaElement): string | undefined {
  switch (converted) {
    case undefined:
      return undefined;
    case 'UTF8':
      return 'string';
    case 'DECIMAL':
      return `decimal(${precision ?? 0},${scale ?? 0})`;
    default:
      // INT_8, UINT_16, TIME_MILLIS, TIMESTAMP_MICROS
      return converted
        .toLowerCase()
        .replace(/^(u?int)_/, '$1')
        .replace(/_(?:millis|micros)$/, '');
  }
}
