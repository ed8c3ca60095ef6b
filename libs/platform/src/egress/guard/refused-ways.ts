import type { EventEmitter } from 'node:events';
import { type AnyFunction, type Functions, replace } from './functions.js';
import type { CurrentGuard } from './guard.js';

/** Refuses datagrams: no driver of ours needs one, and each would be a way out of its own. */
export function refuseDatagrams(prototype: Functions, current: CurrentGuard): void {
  for (const name of ['connect', 'send', 'sendto']) {
    replace(prototype, name, () => {
      return function (this: unknown, ...args: unknown[]) {
        const error = current().deny();
        const callback = args.at(-1);
        process.nextTick(() => {
          if (typeof callback === 'function') (callback as AnyFunction)(error);
          else (this as EventEmitter).emit('error', error);
        });
      };
    });
  }
}

/** Refuses worker threads: each has modules of its own, without this guard. */
export function refuseWorkers(workerThreads: Functions, current: CurrentGuard): void {
  replace(workerThreads, 'Worker', () => {
    return function Worker() {
      throw current().deny();
    };
  });
}
