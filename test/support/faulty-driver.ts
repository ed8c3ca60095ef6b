import { EventEmitter } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename } from 'node:path';

import type { Open, ProbeSession } from '#connector-sdk';

const FOREVER = new Promise<never>(() => undefined);
/** Not all that is thrown is an error. */
const NOTHING = undefined as unknown as Error;
const SLOW_MS = 500;
const MEBIBYTE = 1024 * 1024;
const later = (act: () => void): Promise<never> => {
  setTimeout(act, 1);
  return FOREVER;
};

/** What a driver may do instead of its work; each ends as the check's code says, or passes with a product's name. */
const FAULTS: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  throws_later: () =>
    later(() => {
      throw new Error('canary-text of a driver');
    }),
  rejects_unheard: () => later(() => void Promise.reject(new Error('canary-text of a driver'))),
  emits_unheard: () => later(() => new EventEmitter().emit('error', new Error('canary-text of a driver'))),
  throws_nothing: () => later(() => void Promise.reject(NOTHING)),
  hangs: () => FOREVER,
  loops: () => {
    for (;;);
  },
  eats_heap: async () => {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, n) => `${n}`));
  },
  eats_buffers: async () => {
    const kept: Buffer[] = [];
    for (;;) {
      kept.push(Buffer.alloc(16 * MEBIBYTE, kept.length));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  },
  exits: async () => process.exit(0),
  kills_itself: () => later(() => process.kill(process.pid, 'SIGTERM')),
  disconnects: () => later(() => process.disconnect()),
  writes: async () => {
    for (let n = 0; n < 1_000; n += 1) process.stdout.write('canary-text of a driver\n');
    process.stderr.write('canary-text of a driver\n');
    return 'written';
  },
  listens: async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, () => resolve()));
    return 'listening';
  },
  talks: async () => {
    const send = (message: unknown): void => void process.send?.(message);
    for (const message of ['hello', null, 7, [], { kind: 'done' }, { kind: 'done', id: 1e9, outcome: {} }]) {
      send(message);
    }
    return 'told';
  },
  slow: async () => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return 'slow';
  },
  looks_around: async (folder) => {
    const { mode } = await stat(folder);
    const parent = await stat('.');
    const modes = [mode, parent.mode].map((each) => (each & 0o777).toString(8));
    return [...modes, Object.keys(process.env).length, basename(process.cwd()), basename(folder)].join(' ');
  },
};

/** Stands in for a connector; the name of the database says what it does. */
export const open: Open = async ({ payload }, context): Promise<ProbeSession> => {
  const product = await FAULTS[payload['database'] as string]?.(context.temporaryFolder);
  return {
    server: { product: product ?? 'well', version: null },
    ping: async () => undefined,
    close: async () => undefined,
  };
};
