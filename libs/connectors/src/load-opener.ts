import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { Open } from '#connector-sdk/opening';

/** Types as registered; anything else is no folder's name. */
const TYPE = /^[A-Z][A-Z0-9_]*$/;

/**
 * Loads what opens the sources of a type: the `open.ts` of its folder, which bears the type's name in small
 * letters with hyphens. Neither the descriptions of connectors nor any driver is loaded for it.
 *
 * @param type - a registered type, in capitals
 * @returns undefined where there is no such folder
 */
export async function loadOpener(type: string): Promise<Open | undefined> {
  const path = TYPE.test(type) ? openerPath(type) : undefined;
  if (path === undefined || !existsSync(path)) return undefined;
  return ((await import(pathToFileURL(path).href)) as { readonly open: Open }).open;
}

function openerPath(type: string): string {
  return fileURLToPath(new URL(`${type.toLowerCase().replaceAll('_', '-')}/open.js`, import.meta.url));
}
