import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';

const MOST_ANSWERS = 20;

/** All files of a folder; undefined where there are too many to know the newest. */
export async function wholeFolder(folder: string, visit: StoreVisit): Promise<ObjectFile[] | undefined> {
  const files: ObjectFile[] = [];
  let next: string | undefined;
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    const answer = await visit.list(folder, next);
    files.push(...answer.files);
    next = answer.next;
    if (next === undefined) return files;
  }
  return undefined;
}
