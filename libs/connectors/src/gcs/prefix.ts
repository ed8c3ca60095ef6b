import { type JsonObject, textOf } from '#connector-sdk/opening';

/** What names end their folders with. */
export const FOLDERS_END = '/';

/** Names begin without a slash; `/` alone means the whole bucket. */
export function declaredPrefix(payload: JsonObject): string {
  return (textOf(payload, 'prefix') ?? '').replace(/^\/+/, '');
}
