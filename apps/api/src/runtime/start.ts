import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { migrate } from '#migrations';
import type { Config } from '#platform/config';
import type { EmbeddedPostgres } from '#platform/embedded-postgres';
import type { Logger, SecretRegistry } from '#platform/logging';
import type { RunningWorker } from '../../../worker/src/worker.js';
import { banner } from './banner.js';
import { checkOptions } from '../../../worker/src/configured-checks.js';
import { runningDatabase } from './database.js';
import { requireHome } from './home.js';
import { requireFreePort } from './port.js';
import { publicUrl } from './public-url.js';
import { checkDatabase } from './schema-check.js';
import { keyRing, platformKey, trustedIssuers } from './secrets.js';

/** A server that listens. */
export interface RunningServer {
  readonly app: NestFastifyApplication;
  /** Null where the worker runs apart. */
  readonly worker: RunningWorker | null;
  readonly embedded: EmbeddedPostgres | null;
  readonly banner: string;
}

/**
 * Starts everything, in the order in which it can fail cheaply: settings, port, home, keys, database, schema.
 *
 * @throws StartError, ConfigError or EmbeddedPostgresError with one line for the operator
 */
export async function start(config: Config, logger: Logger, secrets: SecretRegistry): Promise<RunningServer> {
  const port = await requireFreePort(config.host, config.port);
  await requireHome(config.home);
  const key = await platformKey(config);
  secrets.remember(key.value);
  const ring = await keyRing(config);
  const issuers = await trustedIssuers(config);
  const {
    app: database,
    worker,
    owner,
    embedded,
  } = await runningDatabase(config, (line) => logger.info(line));
  try {
    if (owner) await migrate(owner, { app: database, worker });
    try {
      await checkDatabase(database, ring.keys);
    } catch (error) {
      await ring.discard();
      throw error;
    }
    const { checkSettings, createApp, loadConnectors, proberSettings, startWorker } =
      await import('./application-parts.js');
    const checks = checkOptions(config, port, embedded !== null);
    const connectors = await loadConnectors();
    const app = await createApp({
      config,
      database,
      keys: ring.keys,
      platformAdminKey: key.value,
      publicUrl: publicUrl(config, port),
      issuers,
      connectors,
      checks,
      logger,
      secrets,
    });
    const jobs = worker
      ? await startWorker({
          database: worker,
          keys: ring.keys,
          logger,
          connectors,
          secrets,
          checks: checkSettings(checks),
          probers: proberSettings(checks),
        })
      : null;
    await app.listen(port, config.host);
    const url = config.publicUrl ?? (await app.getUrl());
    return { app, worker: jobs, embedded, banner: banner({ url, key, embedded: embedded !== null }) };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
