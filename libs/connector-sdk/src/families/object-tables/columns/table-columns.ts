import { type CatalogColumn, type CatalogTable, MOST_COLUMNS } from '../../../catalog/catalog.js';
import { compressionOf, delimiterOf, isReadAsText } from '../data-format.js';
import { fileText, MOST_TEXT } from '../file-text.js';
import type { FoundTable, TellingFile, TellingFolder } from '../found-table.js';
import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';
import { avroSchema } from './avro-header.js';
import { avroColumns } from './avro-schema.js';
import { delimitedColumns } from './delimited-columns.js';
import { deltaTableColumns } from '../delta/delta-columns.js';
import { icebergTableColumns } from './iceberg-metadata.js';
import { jsonColumns } from './json-columns.js';
import { parquetColumns } from './parquet-columns.js';

/** Bytes in which the header of an Avro file is looked for. */
const MOST_AVRO_HEADER = 256 * 1024;

/**
 * The table with the columns that its file or its own record tells. Those of a file stand before the ones that are
 * keys of its folders; a record has them among its own.
 *
 * @throws the store's error where more is wrong than the file
 */
export async function withColumns({ table, told }: FoundTable, visit: StoreVisit): Promise<CatalogTable> {
  if (!told || !visit.reads) return table;
  const here = visit.atTable();
  const found = 'file' in told ? await fileColumns(told, here) : await recordedColumns(told, here);
  if (!found) return here.missed ? { ...table, columnsUnread: true } : table;
  const columns = found.slice(0, MOST_COLUMNS);
  if ('folder' in told) return { ...table, columns };
  const keys = new Set(table.columns.map(({ name }) => name));
  return { ...table, columns: [...columns.filter(({ name }) => !keys.has(name)), ...table.columns] };
}

type Columns = readonly CatalogColumn[] | undefined;

function recordedColumns({ format, folder }: TellingFolder, visit: StoreVisit): Promise<Columns> {
  return format === 'delta' ? deltaTableColumns(folder, visit) : icebergTableColumns(folder, visit);
}

async function fileColumns({ format, file }: TellingFile, visit: StoreVisit): Promise<Columns> {
  if (file.size === 0) return undefined;
  if (isReadAsText(file.name)) return textColumns(format, file, visit);
  if (compressionOf(file.name) !== undefined) return undefined;
  switch (format) {
    case 'parquet':
      return parquetColumns(file, visit);
    case 'avro':
      return avroFileColumns(file, visit);
    default:
      return undefined;
  }
}

async function avroFileColumns({ name, size }: ObjectFile, visit: StoreVisit): Promise<Columns> {
  const header = await visit.read(name, {
    from: 0,
    to: Math.min(size ?? MOST_AVRO_HEADER, MOST_AVRO_HEADER),
  });
  const schema = header && avroSchema(header);
  return schema === undefined ? undefined : avroColumns(schema);
}

async function textColumns(format: string, file: ObjectFile, visit: StoreVisit): Promise<Columns> {
  const found = await fileText(file, MOST_TEXT, visit);
  if (!found) return undefined;
  const { text, whole } = found;
  return format === 'json'
    ? jsonColumns(text)
    : delimitedColumns(text, { delimiter: delimiterOf(format), whole });
}
