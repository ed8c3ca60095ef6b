import type { ColumnMetaData, FileMetaData, RowGroup, SchemaElement } from 'hyparquet';

import { topNodes } from './parquet-types.js';

/** A column that has values, with what its pages need to be understood. */
export interface ParquetLeaf {
  readonly element: SchemaElement;
  /** From the top. */
  readonly path: readonly string[];
  /** The definition level of a value that is there. */
  readonly defined: number;
}

/** A column by its path; undefined where none is, and where it may have many values in one row. */
export function leafAt({ schema }: FileMetaData, path: readonly string[]): ParquetLeaf | undefined {
  let nodes = topNodes(schema) ?? [];
  let element: SchemaElement | undefined;
  let defined = 0;
  for (const name of path) {
    const node = nodes.find((one) => one.element.name === name);
    if (!node || node.element.repetition_type === 'REPEATED') return undefined;
    if (node.element.repetition_type === 'OPTIONAL') defined += 1;
    ({ element, children: nodes } = node);
  }
  return element && nodes.length === 0 ? { element, path, defined } : undefined;
}

/** What a group of rows holds of a column. */
export function chunkOf({ columns }: RowGroup, { path }: ParquetLeaf): ColumnMetaData | undefined {
  const found = columns.find(
    ({ meta_data: chunk, file_path: other }) =>
      other === undefined &&
      chunk?.path_in_schema.length === path.length &&
      path.every((name, at) => chunk.path_in_schema[at] === name),
  );
  return found?.meta_data;
}
