import type { LookStatements } from '../../../catalog/look-at-table.js';
import { deltaTableSchema } from '../delta/delta-columns.js';
import { currentDeltaFile } from '../delta/delta-file.js';
import { deltaFileNames } from '../delta/delta-schema.js';
import type { PartReader, StoreVisit } from '../store-visit.js';
import { NOTHING } from './file-look.js';
import { parquetLook } from './parquet-look.js';
import { partitionCells } from './partition-cells.js';

/**
 * How a Delta table is asked: by a file that is in it now, and the names that the table has for its columns.
 *
 * @param folder - with a slash at its end
 * @throws the store's error
 */
export async function deltaLook(
  folder: string,
  visit: StoreVisit,
  reader: PartReader,
): Promise<LookStatements> {
  const schema = await deltaTableSchema(folder, visit);
  if (schema === undefined) return NOTHING;
  const file = await currentDeltaFile(folder, visit);
  if (!file) return NOTHING;
  const names = deltaFileNames(schema);
  const keys = partitionCells(file.name.slice(folder.length));
  const statements = parquetLook(file, false, reader);
  return {
    rows: async (limit) =>
      (await statements.rows(limit)).map((row) => {
        const cells = { ...row, ...keys };
        return Object.fromEntries(
          [...names].flatMap(([name, own]) => (Object.hasOwn(cells, own) ? [[name, cells[own]]] : [])),
        );
      }),
    values: (column, limit) => statements.values(names.get(column) ?? column, limit),
  };
}
