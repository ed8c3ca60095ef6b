import type { Connection, ConnectionOptions, SnowflakeError } from 'snowflake-sdk';

import {
  type JsonObject,
  lookAtTable,
  type Open,
  ProbeError,
  type ProbeTarget,
  simpleLogin,
  textOf,
  watchedAgents,
} from '#connector-sdk/opening';

import { accountHost } from './account-host.js';
import { CatalogReader } from './catalog-reader.js';
import { snowflakeError } from './errors.js';
import { readPrivateKey } from './private-key.js';
import { loadQuietDriver, writeEmptyConfiguration } from './quiet-driver.js';

const HTTPS_PORT = 443;

/** Snowflake by its own driver, with the password or with a token that the private key signs. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  const account = textOf(payload, 'account') ?? '';
  const host = accountHost(account);
  const login = loginOf(target);
  const driver = await loadQuietDriver();
  const agents = watchedAgents(context.network, [{ host, port: HTTPS_PORT }]);
  const options: DriverOptions = {
    account,
    accessUrl: `https://${host}`,
    ...login,
    ...namesOf(payload),
    application: 'patchbay',
    timeout: timeoutOf(payload, context.statementMs()),
    sfRetryMaxLoginRetries: 0,
    clientSessionKeepAlive: false,
    clientStoreTemporaryCredential: false,
    clientRequestMFAToken: false,
    disableQueryContextCache: true,
    clientConfigFile: await writeEmptyConfiguration(context.temporaryFolder),
    agentClass: () => agents.https,
  };
  const connection = driver.createConnection(options);
  await context.step('authenticate', () => agents.unlessBroken(connect(connection)), snowflakeError);
  const reader = new CatalogReader(connection, agents);
  const version = await context.step('database', () => reader.version(), snowflakeError);
  return {
    server: { product: 'Snowflake', version },
    classify: snowflakeError,
    ping: () => reader.requireNames(payload),
    tables: (filter) => reader.tables(filter, payload),
    catalog: (filter, pageSize) => reader.catalog(filter, pageSize, payload),
    look: (table, wishes) => lookAtTable(reader.look(table), wishes),
    close: () => new Promise((resolve) => connection.destroy(() => resolve())),
  };
};

/** Options that the driver takes and its types do not know. */
type DriverOptions = ConnectionOptions & {
  readonly timeout: number;
  readonly disableQueryContextCache: boolean;
  readonly clientConfigFile: string;
  readonly sfRetryMaxLoginRetries: number;
  /** Called for the agent of each request; the only way to have the driver's connections made elsewhere. */
  readonly agentClass: () => object;
};

function loginOf(target: ProbeTarget): ConnectionOptions {
  const { credential } = target;
  if (credential?.type !== 'KEY_PAIR') return simpleLogin(target);
  const username = textOf(credential.payload, 'username');
  const privateKey = textOf(credential.payload, 'private_key');
  if (username === undefined || privateKey === undefined) throw new ProbeError('credential_invalid');
  return {
    username,
    authenticator: 'SNOWFLAKE_JWT',
    privateKey: readPrivateKey(privateKey, textOf(credential.payload, 'private_key_passphrase')),
  };
}

function namesOf(payload: JsonObject): ConnectionOptions {
  const names = ['warehouse', 'role', 'database', 'schema'].map((name) => [name, textOf(payload, name)]);
  return Object.fromEntries(names.filter(([, value]) => value !== undefined)) as ConnectionOptions;
}

function timeoutOf(payload: JsonObject, longestMs: number): number {
  const declared = Number(payload['response_timeout_ms'] ?? longestMs);
  return Math.max(1, Math.min(declared, longestMs));
}

function connect(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error: SnowflakeError | undefined) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
