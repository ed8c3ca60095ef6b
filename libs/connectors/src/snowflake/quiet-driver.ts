import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type snowflake from 'snowflake-sdk';

/**
 * Read by the driver when it is loaded or logs in. Without them it asks metadata services where it runs (and AWS
 * with whatever credentials it finds), loads a native library of its own, and reports how it was configured.
 */
const SWITCHED_OFF = {
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
};

/** The driver with everything off that it would do on the side. */
export async function loadQuietDriver(): Promise<typeof snowflake> {
  Object.assign(process.env, SWITCHED_OFF);
  const { default: driver } = await import('snowflake-sdk');
  const ignore = (): void => undefined;
  driver.configure({
    logLevel: 'OFF',
    customLogger: { error: ignore, warn: ignore, info: ignore, debug: ignore, trace: ignore },
    // The handshake is ours; the driver's own agent, which asks OCSP servers, is never used.
    disableOCSPChecks: true,
    useEnvProxy: false,
  });
  return driver;
}

/** A configuration that says nothing, in place of the one that the driver looks for in the home folder. */
export async function writeEmptyConfiguration(folder: string): Promise<string> {
  const path = join(folder, 'sf_client_config.json');
  const content = { common: { log_level: 'OFF', log_path: folder } };
  await writeFile(path, JSON.stringify(content), { mode: 0o600 });
  return path;
}
