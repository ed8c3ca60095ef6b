import { resolve } from 'node:path';
import { ConfigError, loadConfig, settings } from './index.js';

/** A mark in every bad value, so that a message which quotes the value is found out. */
const MARK = 'qzqz';
const issuer = {
  issuer: 'https://login.example',
  audience: 'patchbay',
  algorithms: ['RS256'],
  jwks_uri: 'https://login.example/k',
};
const issuers = (...list: unknown[]): string => JSON.stringify(list);
const shared = { issuer: 'dev', audience: 'patchbay', algorithms: ['HS256'], secret_file: '/keys/dev' };

const good: readonly [variable: string, text: string, property: string, value: unknown][] = [
  ['PORT', '0', 'port', 0],
  ['PORT', '65535', 'port', 65_535],
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['HOST', '::', 'host', '::'],
  ['HOST', 'api.example', 'host', 'api.example'],
  ['PATCHBAY_PUBLIC_URL', 'https://patchbay.example/base/', 'publicUrl', 'https://patchbay.example/base'],
  ['PATCHBAY_HOME', 'data', 'home', resolve('data')],
  ['DATABASE_URL', 'postgres://app@db/patchbay', 'databaseUrl', 'postgres://app@db/patchbay'],
  [
    'DATABASE_URL',
    'postgresql://app@[::1]:5433/p?sslmode=require',
    'databaseUrl',
    'postgresql://app@[::1]:5433/p?sslmode=require',
  ],
  [
    'PATCHBAY_MIGRATION_DATABASE_URL',
    'postgres://owner@db/p',
    'migrationDatabaseUrl',
    'postgres://owner@db/p',
  ],
  ['PATCHBAY_WORKER_DATABASE_URL', 'postgres://worker@db/p', 'workerDatabaseUrl', 'postgres://worker@db/p'],
  ['PATCHBAY_DB_POOL', '2', 'dbPool', 2],
  ['PATCHBAY_PLATFORM_ADMIN_KEY', 'k'.repeat(32), 'platformAdminKey', 'k'.repeat(32)],
  ['PATCHBAY_KEYRING_FILE', '/etc/keyring.json', 'keyringFile', resolve('/etc/keyring.json')],
  ['PATCHBAY_EGRESS_ALLOW', '', 'egressAllow', { networks: [], hostSuffixes: [] }],
  [
    'PATCHBAY_EGRESS_ALLOW',
    '10.0.0.0/8, 192.168.1.7,FD12::/48,::1,*.DB.example.,.corp,db.internal,10.0.0.0/8,',
    'egressAllow',
    {
      networks: ['10.0.0.0/8', '192.168.1.7/32', 'fd12::/48', '::1/128'],
      hostSuffixes: ['.db.example', '.corp', 'db.internal'],
    },
  ],
  [
    'PATCHBAY_EGRESS_ALLOW',
    '0.0.0.0/0,::/0',
    'egressAllow',
    { networks: ['0.0.0.0/0', '::/0'], hostSuffixes: [] },
  ],
  ['PATCHBAY_TRUSTED_PROXIES', '10.1.0.0/16, ::1', 'trustedProxies', ['10.1.0.0/16', '::1/128']],
  [
    'PATCHBAY_CORS_ORIGINS',
    'https://App.example,http://localhost:5173',
    'corsOrigins',
    ['https://app.example', 'http://localhost:5173'],
  ],
  ['PATCHBAY_RATE_LIMIT_PER_MINUTE', '0', 'rateLimitPerMinute', 0],
  ['PATCHBAY_METRICS_TOKEN', 't'.repeat(16), 'metricsToken', 't'.repeat(16)],
  ['PATCHBAY_LOG_LEVEL', 'debug', 'logLevel', 'debug'],
  ['PATCHBAY_PROBERS', '64', 'probers', 64],
  ['PATCHBAY_JDBC_DIR', '/jars', 'jdbcDir', resolve('/jars')],
  ['PATCHBAY_AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE', 'awsAccessKeyId', 'AKIAIOSFODNN7EXAMPLE'],
  ['PATCHBAY_AWS_SECRET_ACCESS_KEY', 's'.repeat(40), 'awsSecretAccessKey', 's'.repeat(40)],
  [
    'PATCHBAY_JWT_ISSUERS',
    issuers({ ...issuer, algorithms: ['ES256', 'RS256'], claims: { tenant: 'https://acme.example/tenant' } }),
    'jwtIssuers',
    [
      {
        issuer: 'https://login.example',
        audience: 'patchbay',
        algorithms: ['RS256', 'ES256'],
        jwksUri: 'https://login.example/k',
        claims: {
          sub: 'sub',
          email: 'email',
          tenant: 'https://acme.example/tenant',
          role: 'role',
          projects: 'projects',
        },
      },
    ],
  ],
  [
    'PATCHBAY_JWT_ISSUERS',
    issuers({ ...shared, tenant: 'acme' }),
    'jwtIssuers',
    [
      {
        issuer: 'dev',
        audience: 'patchbay',
        algorithms: ['HS256'],
        secretFile: resolve('/keys/dev'),
        claims: { sub: 'sub', email: 'email', tenant: 'tenant', role: 'role', projects: 'projects' },
        tenant: 'acme',
      },
    ],
  ],
];

const bad: readonly [variable: string, ...texts: string[]][] = [
  ['PORT', '65536', '-1', '3e3', ' 80', '1.5', MARK],
  ['HOST', `http://${MARK}`, `${MARK}:80`, `${MARK}..example`, `-${MARK}`],
  [
    'PATCHBAY_PUBLIC_URL',
    MARK,
    `ftp://${MARK}`,
    `https://${MARK}@host`,
    `https://${MARK}/?a`,
    `https://${MARK}/#`,
  ],
  ['PATCHBAY_HOME', `${MARK}\0`],
  ['PATCHBAY_KEYRING_FILE', `${MARK}\0`],
  ['PATCHBAY_JDBC_DIR', `${MARK}\0`],
  ['PATCHBAY_AWS_ACCESS_KEY_ID', MARK, `${MARK} ${'A'.repeat(16)}`],
  ['PATCHBAY_AWS_SECRET_ACCESS_KEY', 'short', `${'s'.repeat(40)}\n${MARK}`],
  ...['DATABASE_URL', 'PATCHBAY_MIGRATION_DATABASE_URL', 'PATCHBAY_WORKER_DATABASE_URL'].map(
    (variable): [string, ...string[]] => [
      variable,
      MARK,
      `mysql://user@${MARK}/name`,
      `postgres://${MARK}/name`,
      `postgres://user@${MARK}`,
      `postgres://user@${MARK}/`,
      `postgres://user@${MARK}:port/name`,
    ],
  ),
  ['PATCHBAY_DB_POOL', '1', '1001', MARK],
  ['PATCHBAY_PLATFORM_ADMIN_KEY', MARK, `${MARK}${'k'.repeat(27)}`, `${MARK}${'k'.repeat(40)}\n`],
  ['PATCHBAY_METRICS_TOKEN', MARK, `${MARK}${'t'.repeat(20)}\r`],
  [
    'PATCHBAY_EGRESS_ALLOW',
    `10.0.0.0/8,${MARK}!`,
    `${MARK} ${MARK}`,
    `https://${MARK}`,
    `${MARK}:5432`,
    `-${MARK}.example`,
    `*.*.${MARK}`,
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.9.0.0/',
    '10.0.0/8',
    'fd12::1/48',
    'fd12::/129',
    '::ffff:10.0.0.0/104',
    'fe80::1%eth0',
    '2130706433',
    '0x7f.1',
    '*',
    '.',
  ],
  ['PATCHBAY_TRUSTED_PROXIES', MARK, `10.0.0.0/8,${MARK}`, '10.0.0.1/8', 'true', '0'],
  ['PATCHBAY_CORS_ORIGINS', '*', MARK, `https://${MARK}/path`, `https://${MARK}/`, `file://${MARK}`, 'null'],
  ['PATCHBAY_RATE_LIMIT_PER_MINUTE', '-1', MARK],
  ['PATCHBAY_LOG_LEVEL', 'INFO', MARK],
  ['PATCHBAY_PROBERS', '0', '65', MARK],
  [
    'PATCHBAY_JWT_ISSUERS',
    MARK,
    `[{"issuer":"${MARK}`,
    JSON.stringify(issuer),
    issuers(MARK),
    issuers(null),
    issuers({ ...issuer, issuer: undefined }),
    issuers({ ...issuer, issuer: ' ' }),
    issuers({ ...issuer, audience: [MARK] }),
    issuers({ ...issuer, algorithms: undefined }),
    issuers({ ...issuer, algorithms: [] }),
    issuers({ ...issuer, algorithms: ['none'] }),
    issuers({ ...issuer, algorithms: ['RS256', MARK] }),
    issuers({ ...issuer, algorithms: ['RS256', 'HS256'] }),
    issuers({ ...issuer, jwks_uri: undefined }),
    issuers({ ...issuer, jwks_uri: `http://${MARK}.example/k` }),
    issuers({ ...issuer, jwks_uri: `https://user:${MARK}@login.example/k` }),
    issuers({ ...issuer, secret_file: `/${MARK}` }),
    issuers({ ...shared, secret_file: undefined }),
    issuers({ ...shared, jwks_uri: `https://${MARK}` }),
    issuers({ ...issuer, [MARK]: true }),
    issuers({ ...issuer, claims: { [MARK]: 'x' } }),
    issuers({ ...issuer, claims: { sub: 1 } }),
    issuers({ ...issuer, tenant: `${MARK.toUpperCase()} ` }),
    issuers({ ...issuer, tenant: MARK, claims: { tenant: MARK } }),
    issuers({ ...issuer, tenants: MARK }),
    issuers({ ...issuer, tenants: {} }),
    issuers({ ...issuer, tenants: { org: `${MARK.toUpperCase()} ` } }),
    issuers({ ...issuer, tenant: 'acme', tenants: { org: 'acme' } }),
    issuers(issuer, { ...issuer, audience: MARK }),
  ],
];

function refusal(env: Record<string, string>): Error {
  try {
    loadConfig(env);
  } catch (error) {
    return error as Error;
  }
  throw new Error('The configuration was accepted.');
}

describe('loadConfig', () => {
  it('gives every unset variable its meaning', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      home: resolve('.patchbay'),
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      workerDatabaseUrl: undefined,
      dbPool: 10,
      platformAdminKey: undefined,
      keyringFile: undefined,
      jwtIssuers: [],
      egressAllow: { networks: [], hostSuffixes: [] },
      trustedProxies: [],
      corsOrigins: [],
      rateLimitPerMinute: 6000,
      metricsToken: undefined,
      logLevel: 'info',
      probers: 4,
      jdbcDir: undefined,
      awsAccessKeyId: undefined,
      awsSecretAccessKey: undefined,
    });
  });

  it.each(good)('reads %s=%s', (variable, text, property, value) => {
    expect(loadConfig({ [variable]: text })).toHaveProperty([property], value);
  });

  it.each(bad.flatMap(([variable, ...texts]) => texts.map((text) => [variable, text] as const)))(
    'refuses %s=%j in one line that names the variable and not the value',
    (variable, text) => {
      const error = refusal({ [variable]: text });
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(new RegExp(`^${variable} must be .+\\.$`));
      expect(error.message.toLowerCase()).not.toContain(MARK);
      // The shortest values (a single "*" or ".") may be part of the wording; all others must not be.
      if (text.length > 3) expect(error.message).not.toContain(text);
    },
  );

  it('has a good and a bad row for every variable', () => {
    const variables = settings.map(({ variable }) => variable).sort();
    expect([...new Set(good.map(([variable]) => variable))].sort()).toEqual(variables);
    expect([...new Set(bad.map(([variable]) => variable))].sort()).toEqual(variables);
  });

  it('refuses a variable of the product that is no setting', () => {
    const { message } = refusal({ PATCHBAY_EGRESS_ALOW: MARK });
    expect(message).toBe('PATCHBAY_EGRESS_ALOW is not a setting; see .env.example for those that are.');
    expect(refusal({ 'PATCHBAY_A\nB\u001b[31m': MARK }).message).toMatch(
      /^PATCHBAY_A\?B\?\?31m is not a setting/,
    );
  });

  it('leaves the variables of others alone', () => {
    expect(loadConfig({ PATH: '/bin', POSTGRES_PASSWORD: 'x' }).port).toBe(3000);
  });

  it('takes an empty variable as unset', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined });
  });

  it('cannot be changed afterwards, at any depth', () => {
    const config = loadConfig({ PATCHBAY_JWT_ISSUERS: issuers(issuer), PATCHBAY_TRUSTED_PROXIES: '::1' });
    const [first] = config.jwtIssuers;
    const parts = [config, config.jwtIssuers, first, first?.claims, first?.algorithms, config.trustedProxies];
    const allow = [config.egressAllow, config.egressAllow.networks, config.egressAllow.hostSuffixes];
    expect([...parts, ...allow, config.corsOrigins].every((part) => Object.isFrozen(part))).toBe(true);
  });
});
