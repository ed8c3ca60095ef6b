import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { CheckOutcome } from '#connector-sdk';

import { type ProbeCase, startTestProber } from '../support/probe.js';
import type { Provoked } from './fault.js';

/** What is not the connection's, and not the deployment's: where the vendor's names lead, and whom to trust. */
type World = Pick<Provoked, 'vendor' | 'ca'>;

/** What a connector did in one check. */
export interface Conduct {
  /** The process that ran it. */
  readonly pid: number;
  readonly opened: boolean;
  readonly closed: boolean;
}

export interface ContractProber {
  /** Runs the connector's own `open`. One check at a time. */
  probe(
    type: string,
    target: ProbeCase,
    world: World,
  ): Promise<{ outcome: CheckOutcome; conduct: Conduct[] }>;
  close(): Promise<void>;
}

/**
 * A real prober that tells how sessions are opened and closed. Types whose hosts are the vendor's are led
 * elsewhere by it, after the host was found to be a declared one; names in certificates are checked as ever.
 */
export async function startContractProber(
  types: readonly string[],
  mapped: ReadonlySet<string>,
): Promise<ContractProber> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-contract-'));
  const files = { world: join(folder, 'world.json'), conduct: join(folder, 'conduct.jsonl') };
  const opener = join(folder, 'opener.mjs');
  await writeFile(opener, openerSource(files));
  const openers = types.map((type) => [type, `${opener}?type=${type}&mapped=${mapped.has(type)}`]);
  const prober = startTestProber({
    extraOpeners: Object.fromEntries(openers) as Record<string, string>,
    // Another process would have to load every driver anew, and that a fault cost one would not be seen.
    jobsPerProcess: Infinity,
  });
  return {
    probe: async (type, target, world) => {
      await writeFile(files.world, JSON.stringify(world));
      await writeFile(files.conduct, '');
      const outcome = await prober.probe(type, target);
      return { outcome, conduct: readConduct(await readFile(files.conduct, 'utf8')) };
    },
    close: async () => {
      await prober.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readConduct(lines: string): Conduct[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Conduct);
}

/** Runs in the prober. Some drivers take no authority of one's own, so it is added beneath them. */
function openerSource(files: { readonly world: string; readonly conduct: string }): string {
  const loader = pathToFileURL(join(process.cwd(), 'dist/libs/connectors/src/load-opener.js')).href;
  return `import { appendFileSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';
import { loadOpener } from ${JSON.stringify(loader)};

const { searchParams } = new URL(import.meta.url);
const mapped = searchParams.get('mapped') === 'true';
const openSource = await loadOpener(searchParams.get('type'));
const world = () => JSON.parse(readFileSync(${JSON.stringify(files.world)}, 'utf8'));
const tell = (did) =>
  appendFileSync(${JSON.stringify(files.conduct)}, JSON.stringify({ pid: process.pid, ...did }) + '\\n');

const plain = Symbol.for('patchbay.contract.connect');
const connect = (globalThis[plain] ??= tls.connect);
tls.connect = (...given) => {
  const { ca } = world();
  const [options] = given;
  if (ca !== undefined && typeof options === 'object') given[0] = { ca, ...options };
  return connect(...given);
};
syncBuiltinESMExports();

export const open = async (target, context) => {
  const { vendor } = world();
  const network = Object.create(context.network, {
    dial: { value: () => context.network.dial(vendor.host, vendor.port) },
  });
  const lent = mapped ? Object.create(context, { network: { value: network } }) : context;
  tell({ opened: false, closed: false });
  const session = await openSource(target, lent);
  tell({ opened: true, closed: false });
  return Object.create(session, {
    close: {
      value: async () => {
        tell({ opened: false, closed: true });
        await session.close();
      },
    },
  });
};
`;
}
