import type { JsonObject } from '#connector-sdk';
import type { Block } from './block.js';

const PAYLOAD = 'payload.';
const CREDENTIAL = 'credential.payload.';

/** The page's name of what is found under our path; undefined where the page has none. */
export function fieldName(block: Block, path: string, value: JsonObject): string | undefined {
  const listed = block.nameOf?.(path, value);
  if (listed !== undefined) return listed;
  const [head, key] = path.startsWith(CREDENTIAL)
    ? (['credential', path.slice(CREDENTIAL.length)] as const)
    : (['payload', path.slice(PAYLOAD.length)] as const);
  if (head === 'payload' && !path.startsWith(PAYLOAD)) return undefined;
  return block.fields.find(({ at }) => at && (at as Partial<Record<string, string>>)[head] === key)?.name;
}
