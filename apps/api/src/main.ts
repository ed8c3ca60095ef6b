import 'reflect-metadata';
import { ConfigError, loadConfig } from '#platform/config';
import { EmbeddedPostgresError } from '#platform/embedded-postgres';
import { SecretRegistry, createLogger } from '#platform/logging';
import { StartError } from './runtime/start-error.js';
import { stopOnSignals } from './runtime/shutdown.js';

try {
  const config = loadConfig(process.env);
  const secrets = new SecretRegistry();
  const logger = createLogger({ level: config.logLevel, secrets });
  // Loading the rest takes its time: a bad setting is told before that.
  const { start } = await import('./runtime/start.js');
  const server = await start(config, logger, secrets);
  stopOnSignals(server, logger);
  process.stdout.write(server.banner);
} catch (error) {
  const expected =
    error instanceof ConfigError || error instanceof StartError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${expected ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
