import { partitionKey } from '../folder-table.js';

/** What the folders of a file say of its rows. */
export function partitionCells(path: string): Record<string, string | null> {
  const folders = path.split('/').slice(0, -1);
  const cells = folders.flatMap((part): [string, string | null][] => {
    const key = partitionKey(part);
    return key === undefined ? [] : [[key, partitionValue(part.slice(key.length + 1))]];
  });
  return Object.fromEntries(cells);
}

/** As Hive writes it, with a name for null. */
function partitionValue(text: string): string | null {
  if (text === '__HIVE_DEFAULT_PARTITION__') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
