import { accessKeyId } from './parsers/access-key-id.js';
import { egressAllow } from './parsers/egress-allow.js';
import { jwtIssuers } from './parsers/jwt-issuers.js';
import { networks } from './parsers/network.js';
import { integerBetween, oneOf, path, secretOfAtLeast } from './parsers/scalars.js';
import { databaseUrl, origins, publicUrl } from './parsers/urls.js';
import { host } from './parsers/host.js';
import { optional, withFallback } from './setting.js';

/**
 * Every setting, by its name in the code, in the order of the documents. The configuration's type, its
 * loader, `.env.example` and the README's table all come from this one table.
 */
export const declarations = {
  port: withFallback({
    variable: 'PORT',
    description: 'Port to listen on; 0 takes a free one.',
    fallback: '3000',
    parse: integerBetween(0, 65_535),
  }),
  host: withFallback({
    variable: 'HOST',
    description: 'Address to listen on. 0.0.0.0 or :: opens it to other machines.',
    fallback: '127.0.0.1',
    parse: host,
  }),
  publicUrl: optional({
    variable: 'PATCHBAY_PUBLIC_URL',
    description: 'Address under which clients reach the service; also the issuer of its own tokens.',
    example: 'https://patchbay.example',
    parse: publicUrl,
  }),
  home: withFallback({
    variable: 'PATCHBAY_HOME',
    description: 'Folder for generated keys and the embedded Postgres.',
    fallback: './.patchbay',
    parse: path,
  }),
  databaseUrl: optional({
    variable: 'DATABASE_URL',
    description:
      "Postgres as the application's role, which is neither owner nor superuser. Unset: an embedded Postgres in PATCHBAY_HOME.",
    example: 'postgres://patchbay_api:<password>@localhost:5432/patchbay',
    secret: true,
    parse: databaseUrl,
  }),
  migrationDatabaseUrl: optional({
    variable: 'PATCHBAY_MIGRATION_DATABASE_URL',
    description:
      'Postgres as the owner; migrates, and creates the other roles. Only `npm run migrate` needs it.',
    example: 'postgres://patchbay_owner:<password>@localhost:5432/patchbay',
    secret: true,
    parse: databaseUrl,
  }),
  workerDatabaseUrl: optional({
    variable: 'PATCHBAY_WORKER_DATABASE_URL',
    description: "Postgres as the worker's role.",
    example: 'postgres://patchbay_worker:<password>@localhost:5432/patchbay',
    secret: true,
    parse: databaseUrl,
  }),
  dbPool: withFallback({
    variable: 'PATCHBAY_DB_POOL',
    description: 'Most Postgres connections of one process; 2 at least, for reads keep one of their own.',
    fallback: '10',
    parse: integerBetween(2, 1000),
  }),
  platformAdminKey: optional({
    variable: 'PATCHBAY_PLATFORM_ADMIN_KEY',
    description:
      "Platform administrator's API key, 32 characters or more. Unset: generated in PATCHBAY_HOME.",
    secret: true,
    parse: secretOfAtLeast(32),
  }),
  keyringFile: optional({
    variable: 'PATCHBAY_KEYRING_FILE',
    description:
      'JSON file with the key-encryption keys, `{"active": id, "keys": {id: base64 of 32 bytes}}`, mode 600. Unset: generated in PATCHBAY_HOME. Back it up: without it no stored secret opens.',
    example: '/etc/patchbay/keyring.json',
    parse: path,
  }),
  jwtIssuers: withFallback({
    variable: 'PATCHBAY_JWT_ISSUERS',
    description:
      'JSON list of the issuers whose JWTs are accepted: `issuer`, `audience`, `algorithms` (RS256 and ES256 with `jwks_uri`, or HS256 with `secret_file`), and optionally `claims` (claim names of `sub`, `email`, `tenant`, `role`, `projects`) and `tenant` (one tenant for all tokens) or `tenants` (a slug for each value of the tenant claim).',
    fallback: '[]',
    example:
      '[{"issuer":"https://login.example","audience":"patchbay","algorithms":["RS256"],"jwks_uri":"https://login.example/jwks.json"}]',
    parse: jwtIssuers,
  }),
  egressAllow: withFallback({
    variable: 'PATCHBAY_EGRESS_ALLOW',
    description:
      'Private networks (CIDR) and hosts (`db.example`, or `.example` for all beneath) that connections may reach, comma separated. The public internet is open, all else is closed.',
    fallback: '',
    example: '10.20.0.0/16,.db.internal',
    parse: egressAllow,
  }),
  trustedProxies: withFallback({
    variable: 'PATCHBAY_TRUSTED_PROXIES',
    description: 'Addresses and CIDR networks of proxies whose X-Forwarded headers count, comma separated.',
    fallback: '',
    example: '10.0.0.0/8',
    parse: networks,
  }),
  corsOrigins: withFallback({
    variable: 'PATCHBAY_CORS_ORIGINS',
    description: 'Origins that may call from a browser, comma separated.',
    fallback: '',
    example: 'https://app.example',
    parse: origins,
  }),
  rateLimitPerMinute: withFallback({
    variable: 'PATCHBAY_RATE_LIMIT_PER_MINUTE',
    description: 'Requests per minute and client; 0 turns the limit off.',
    fallback: '6000',
    parse: integerBetween(0, 10_000_000),
  }),
  metricsToken: optional({
    variable: 'PATCHBAY_METRICS_TOKEN',
    description:
      'Bearer token for /metrics, 16 characters or more. Unset: /metrics answers this machine alone.',
    secret: true,
    parse: secretOfAtLeast(16),
  }),
  logLevel: withFallback({
    variable: 'PATCHBAY_LOG_LEVEL',
    description: 'Least level that is logged: trace, debug, info, warn, error, fatal or silent.',
    fallback: 'info',
    parse: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  }),
  probers: withFallback({
    variable: 'PATCHBAY_PROBERS',
    description: 'Child processes that run the drivers; a tenant holds at most half of them.',
    fallback: '4',
    parse: integerBetween(1, 64),
  }),
  jdbcDir: optional({
    variable: 'PATCHBAY_JDBC_DIR',
    description: 'Folder with JDBC driver jars, for the types that need one.',
    example: '/opt/patchbay/jdbc',
    parse: path,
  }),
  awsAccessKeyId: optional({
    variable: 'PATCHBAY_AWS_ACCESS_KEY_ID',
    description:
      "Access key id of the deployment's own identity with Amazon, which assumes the roles (`role_arn`) of credentials; it needs `sts:AssumeRole` and nothing else. Unset: roles are stored and not tested.",
    example: 'AKIAIOSFODNN7EXAMPLE',
    parse: accessKeyId,
  }),
  awsSecretAccessKey: optional({
    variable: 'PATCHBAY_AWS_SECRET_ACCESS_KEY',
    description: 'Secret access key that belongs to it.',
    secret: true,
    parse: secretOfAtLeast(16),
  }),
};
