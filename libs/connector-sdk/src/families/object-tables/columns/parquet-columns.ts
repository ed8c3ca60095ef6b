import type { FileMetaData } from 'hyparquet';

import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import type { ObjectFile } from '../object-listing.js';
import { parquetFooter } from '../parquet/parquet-footer.js';
import { parquetType, topNodes } from '../parquet/parquet-types.js';
import type { StoreVisit } from '../store-visit.js';

/**
 * Columns of a Parquet file, by its footer.
 *
 * @returns undefined for a file without one, with a very large one, and where `hyparquet` is not installed
 * @throws the store's error where more is wrong than the file
 */
export async function parquetColumns(
  file: ObjectFile,
  visit: StoreVisit,
): Promise<CatalogColumn[] | undefined> {
  const footer = await parquetFooter(file, visit);
  return footer && footerColumns(footer);
}

/** Undefined for a schema that is none. */
export function footerColumns({ schema }: FileMetaData): CatalogColumn[] | undefined {
  return topNodes(schema)?.map((node) =>
    catalogColumn({
      name: node.element.name,
      type: parquetType(node),
      nullable: node.element.repetition_type === 'OPTIONAL',
    }),
  );
}
