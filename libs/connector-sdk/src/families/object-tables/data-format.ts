/** Formats by the end of a name, behind which may stand how the file is compressed. */
const DATA_FILE =
  /\.(csv|tsv|json|jsonl|ndjson|parquet|avro|orc)(\.(?:gz|gzip|bz2|zst|snappy|lz4|deflate))?$/i;
const LINES_OF_JSON = /^(?:jsonl|ndjson)$/;

/** The format of a file with rows; undefined for every other file. */
export function dataFormat(name: string): string | undefined {
  const found = DATA_FILE.exec(name)?.[1]?.toLowerCase();
  return found !== undefined && LINES_OF_JSON.test(found) ? 'json' : found;
}

/** How the name says that the whole file is compressed, if it says so. */
export function compressionOf(name: string): string | undefined {
  const found = DATA_FILE.exec(name)?.[2]?.slice(1).toLowerCase();
  return found === 'gzip' ? 'gz' : found;
}

/** Formats that are read as text, of which gzip may be around. */
export function isReadAsText(name: string): boolean {
  const format = dataFormat(name);
  const text = format === 'csv' || format === 'tsv' || format === 'json';
  return text && [undefined, 'gz'].includes(compressionOf(name));
}

/** What stands between cells, where the format says it; undefined where it is to be told from the text. */
export function delimiterOf(format: string): string | undefined {
  return format === 'tsv' ? '\t' : undefined;
}
