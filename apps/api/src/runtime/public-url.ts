import { isIPv6 } from 'node:net';
import type { Config } from '#platform/config';

const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/** The address under which clients reach the service: the configured one, or where it listens. */
export function publicUrl(config: Pick<Config, 'host' | 'publicUrl'>, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const host = EVERY_ADDRESS.includes(config.host) ? 'localhost' : config.host;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
