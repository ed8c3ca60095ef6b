import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type CheckOutcome, type ProberJob, readProberReport } from '#connector-sdk';

import { PROBER_ENTRY } from '../probe.js';
import type { World } from './world.js';

/** A prober in a network of its own; many jobs, one after the other. */
export class NamespacedProber {
  private child: ChildProcess | undefined;
  private lastId = 0;

  private constructor(
    private readonly world: World,
    private readonly folder: string,
    private readonly openers: Readonly<Record<string, string>>,
  ) {}

  static async create(
    world: World,
    openers: Readonly<Record<string, string>> = {},
  ): Promise<NamespacedProber> {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-namespaced-'));
    await writeFile(join(folder, 'ca.pem'), world.ca);
    return new NamespacedProber(world, folder, openers);
  }

  /** @throws Error when the process ends without an outcome, or outlives the deadline */
  async run(job: Omit<ProberJob, 'id'>): Promise<CheckOutcome> {
    const child = await this.start();
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(late);
        child.off('message', receive).off('exit', gone);
        act();
      };
      const late = setTimeout(() => child.kill('SIGKILL'), job.deadlineMs + 1_000);
      const gone = (): void => settle(() => reject(new Error(`The prober ended with ${job.type}.`)));
      const receive = (message: unknown): void => {
        const report = readProberReport(message);
        if (report?.kind === 'done' && report.id === id) settle(() => resolve(report.outcome));
      };
      child.on('message', receive).on('exit', gone);
      child.send({ kind: 'job', job: { ...job, id } });
    });
  }

  async close(): Promise<void> {
    if (this.child) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<ChildProcess> {
    if (this.child) return this.child;
    const child = this.world.namespace.start(PROBER_ENTRY, {
      args: [JSON.stringify(this.openers)],
      cwd: this.folder,
      env: { NODE_EXTRA_CA_CERTS: join(this.folder, 'ca.pem') },
    });
    child.once('exit', () => (this.child = undefined));
    await once(child, 'message');
    this.child = child;
    return child;
  }
}
