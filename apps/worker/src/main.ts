import 'reflect-metadata';
import { ConfigError, loadConfig, loadKeyring } from '#platform/config';
import { SecretRegistry, createLogger } from '#platform/logging';
import { LocalKeyProvider } from '#platform/vault';
import { loadConnectors } from '#connectors';
import { checkSettings, proberSettings } from './check.options.js';
import { checkOptions as configuredChecks } from './configured-checks.js';
import { startWorker } from './worker.js';

/** The worker on its own, as in production; `npm start` runs it beside the API. */
try {
  const config = loadConfig(process.env);
  const { workerDatabaseUrl, keyringFile } = config;
  if (workerDatabaseUrl === undefined)
    throw new ConfigError("PATCHBAY_WORKER_DATABASE_URL: set it to the worker's role.");
  if (keyringFile === undefined)
    throw new ConfigError('PATCHBAY_KEYRING_FILE: set it to the key ring of the API.');
  const secrets = new SecretRegistry();
  const logger = createLogger({ level: config.logLevel, secrets });
  const keys = new LocalKeyProvider(await loadKeyring(keyringFile));
  const checks = configuredChecks(config, config.port, false);
  const worker = await startWorker({
    database: { url: workerDatabaseUrl },
    keys,
    logger,
    secrets,
    connectors: await loadConnectors(),
    checks: checkSettings(checks),
    probers: proberSettings(checks),
  });
  logger.info('worker started');
  const stop = () => void worker.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  const line = error instanceof ConfigError ? error.message : String((error as Error).stack);
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
