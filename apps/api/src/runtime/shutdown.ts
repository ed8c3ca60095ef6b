import type { Logger } from '#platform/logging';
import type { RunningServer } from './start.js';

const DRAIN_MS = 6_000;

/** Stops on SIGTERM and Ctrl-C: no new requests, the running ones end, then the pool, then Postgres. */
export function stopOnSignals(server: RunningServer, logger: Logger): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const force = setTimeout(() => {
      const instance = server.app.getHttpServer() as { closeAllConnections(): void };
      instance.closeAllConnections();
    }, DRAIN_MS);
    await server.app.close().catch((error: unknown) => logger.error({ err: error }, 'close failed'));
    clearTimeout(force);
    await server.worker?.stop().catch((error: unknown) => logger.error({ err: error }, 'worker stop failed'));
    await server.embedded?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  server.embedded?.onExit((code) => {
    if (stopping) return;
    logger.fatal({ code }, 'the embedded Postgres ended');
    process.exit(1);
  });
}
