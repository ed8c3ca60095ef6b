import type { AwsIdentity } from '#connector-sdk';
import { type Config, ConfigError } from '#platform/config';
import type { CheckOptions } from './check.options.js';

type CheckConfig = Pick<
  Config,
  | 'awsAccessKeyId'
  | 'awsSecretAccessKey'
  | 'databaseUrl'
  | 'egressAllow'
  | 'host'
  | 'jdbcDir'
  | 'migrationDatabaseUrl'
  | 'probers'
  | 'publicUrl'
  | 'workerDatabaseUrl'
>;

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const POSTGRES_PORT = 5432;

/**
 * How connections are tested. With an embedded Postgres this is somebody's own machine, and what runs there
 * may be reached; never the API and the database themselves.
 *
 * @param port - the port that the API listens on
 */
export function checkOptions(config: CheckConfig, port: number, embedded: boolean): CheckOptions {
  const { networks, hostSuffixes } = config.egressAllow;
  const urls = [
    config.publicUrl,
    config.databaseUrl,
    config.migrationDatabaseUrl,
    config.workerDatabaseUrl,
  ].filter((url) => url !== undefined);
  const own = [{ host: config.host, port }, ...urls.map(addressOf)].filter(({ host }) => host !== '');
  return {
    egress: {
      allow: { networks: embedded ? [...networks, ...LOOPBACK] : networks, hosts: hostSuffixes },
      own,
    },
    probers: config.probers,
    jdbcFolder: config.jdbcDir ?? null,
    awsIdentity: awsIdentity(config),
  };
}

/** @throws ConfigError for half a key */
function awsIdentity({ awsAccessKeyId, awsSecretAccessKey }: CheckConfig): AwsIdentity | null {
  if (awsAccessKeyId === undefined && awsSecretAccessKey === undefined) return null;
  if (awsAccessKeyId === undefined || awsSecretAccessKey === undefined) {
    throw new ConfigError('PATCHBAY_AWS_ACCESS_KEY_ID and PATCHBAY_AWS_SECRET_ACCESS_KEY go together.');
  }
  return { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
}

/** Like the driver, which takes `?host=` and `?port=` of a database's URL before what stands in front. */
function addressOf(text: string): { host: string; port: number } {
  const { hostname, port, protocol, searchParams } = new URL(text);
  return {
    host: searchParams.get('host') ?? decodeURIComponent(hostname),
    port: Number(searchParams.get('port') ?? port) || (DEFAULT_PORTS[protocol] ?? POSTGRES_PORT),
  };
}
