import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { CatalogFilter, CheckOutcome, LookWishes, TableLook, TableName } from '#connector-sdk';

import { type FoundCatalog, type ProbeCase, startTestProber } from './probe.js';

/** Where the cloud is, for one case. */
export interface Cloud {
  readonly port: number;
  /** The authority that signed its certificate; without it the machine's own ones count. */
  readonly ca?: string;
}

export interface CloudProber {
  /** Runs the connector's own `open` in a real prober; the names of the cloud lead to a port of this machine. */
  probe(cloud: Cloud, target: ProbeCase): Promise<CheckOutcome>;
  /** The same for a whole catalog. */
  catalog(
    cloud: Cloud,
    target: ProbeCase,
    filter?: Partial<CatalogFilter>,
    pageSize?: number,
  ): Promise<FoundCatalog>;
  /** And for a close look at one table. */
  look(cloud: Cloud, target: ProbeCase, table: TableName, wishes: LookWishes): Promise<TableLook>;
  close(): Promise<void>;
}

/**
 * A prober for a type whose host names are the vendor's: they are not looked up, and each leads to the case's
 * port, after it was found to be among the declared places. Names in certificates are checked as ever.
 *
 * @param folder - the connector's
 */
export async function startCloudProber(folder: string): Promise<CloudProber> {
  const workFolder = await mkdtemp(join(tmpdir(), 'patchbay-cloud-'));
  const opener = join(workFolder, 'opener.mjs');
  const cloudFile = join(workFolder, 'cloud.json');
  const connector = join(process.cwd(), `dist/libs/connectors/src/${folder}/open.js`);
  await writeFile(opener, openerSource(pathToFileURL(connector).href, cloudFile));
  const prober = startTestProber({ extraOpeners: { CLOUD: opener } });
  return {
    probe: async (cloud, target) => {
      await writeFile(cloudFile, JSON.stringify(cloud));
      return prober.probe('CLOUD', { tlsMode: 'verify-full', ...target });
    },
    catalog: async (cloud, target, ...what) => {
      await writeFile(cloudFile, JSON.stringify(cloud));
      return prober.catalog('CLOUD', { tlsMode: 'verify-full', ...target }, ...what);
    },
    look: async (cloud, target, ...what) => {
      await writeFile(cloudFile, JSON.stringify(cloud));
      return prober.look('CLOUD', { tlsMode: 'verify-full', ...target }, ...what);
    },
    close: async () => {
      await prober.close();
      await rm(workFolder, { recursive: true, force: true });
    },
  };
}

/** Runs in the prober. The drivers take no authority of one's own, so it is added beneath them. */
function openerSource(connector: string, cloudFile: string): string {
  return `import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';
import { open as openConnector } from ${JSON.stringify(connector)};

const cloud = () => JSON.parse(readFileSync(${JSON.stringify(cloudFile)}, 'utf8'));
const connect = tls.connect;
tls.connect = (options, ...rest) => connect({ ca: cloud().ca, ...options }, ...rest);
syncBuiltinESMExports();

export const open = (target, context) => {
  const network = Object.create(context.network, {
    dial: { value: () => context.network.dial('127.0.0.1', cloud().port) },
  });
  return openConnector(target, Object.create(context, { network: { value: network } }));
};
`;
}
