import { malformed } from '#platform/errors';

const MAX_ITEMS = 1000;

/** Reads `?limit=`: 1 to 1000, which is also the default. */
export function parseLimit(text: string | undefined): number {
  if (text === undefined) return MAX_ITEMS;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_ITEMS) throw malformed('limit_malformed', `limit must be 1 to ${MAX_ITEMS}.`);
  return limit;
}
