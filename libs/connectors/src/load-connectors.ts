import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { type Connector, ConnectorRegistry } from '#connector-sdk';

/** What a folder's module must offer. */
interface ConnectorModule {
  readonly default?: Connector;
}

/**
 * Finds the connectors: every folder beside this file is one, and its index module's default export is
 * what `defineConnector` made. A new type of source is a new folder and nothing else.
 *
 * @throws Error when a folder has no index module, an index module no connector, or two the same type
 */
export async function loadConnectors(): Promise<ConnectorRegistry> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const folders = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return new ConnectorRegistry(
    await Promise.all(folders.map((folder) => loadConnector(join(here, folder.name)))),
  );
}

/** Compiled code has index.js; tests run the sources. */
async function loadConnector(folder: string): Promise<Connector> {
  const file = ['index.js', 'index.ts'].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`The connector folder ${folder} has no index module.`);
  const module = (await import(pathToFileURL(file).href)) as ConnectorModule;
  if (module.default === undefined) throw new Error(`${file} has no connector as its default export.`);
  return module.default;
}
