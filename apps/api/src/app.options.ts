import type { ConnectorRegistry } from '#connector-sdk';
import type { TrustedIssuer } from '#core';
import type { Config } from '#platform/config';
import type { DatabaseTarget } from '#platform/database';
import type { Logger, SecretRegistry } from '#platform/logging';
import type { KeyProvider } from '#platform/vault';
import type { CheckOptions } from '../../worker/src/check.options.js';

/** All that the application is made of; the start resolves it from the configuration, tests give their own. */
export interface AppOptions {
  readonly config: Pick<
    Config,
    'corsOrigins' | 'dbPool' | 'metricsToken' | 'rateLimitPerMinute' | 'trustedProxies'
  >;
  readonly database: DatabaseTarget;
  readonly keys: KeyProvider;
  readonly platformAdminKey: string;
  /** The address of the service, without a slash at its end: the issuer of its own tokens. */
  readonly publicUrl: string;
  readonly issuers: readonly TrustedIssuer[];
  readonly connectors: ConnectorRegistry;
  /** Absent: checks run as in production, and reach the public internet alone. */
  readonly checks?: CheckOptions;
  readonly logger: Logger;
  /** The plaintexts that the logger keeps out of its lines; told of those that checks open. */
  readonly secrets?: SecretRegistry;
}
