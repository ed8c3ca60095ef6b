import { createHash, type KeyObject, verify } from 'node:crypto';

import type { KeyAndCertificate } from '../certificates.js';
import {
  type HttpsService,
  type ServiceReply,
  type ServiceRequest,
  startHttpsService,
} from './https-service.js';

/** The account of the fake, as it is written in connections and in tokens. */
export const SNOWFLAKE_ACCOUNT = 'test-acct';
export const SNOWFLAKE_HOST = `${SNOWFLAKE_ACCOUNT}.snowflakecomputing.com`;

const USER = 'READER';
const PASSWORD = 'right-password';
const SESSION_TOKEN = 'session-token';
/** Milliseconds since the epoch are what the driver writes, against RFC 7519. */
const LIFETIME_MS = 120_000;
/** The parameters of a login that name something, and what there is. */
const KNOWN = { databaseName: 'SALES', schemaName: 'PUBLIC', warehouse: 'SMALL' };

type Fields = Readonly<Record<string, string | undefined>>;
type Session = Readonly<Record<keyof typeof KNOWN, string | null>>;

/**
 * Answers as the driver expects of Snowflake: logins with a password or with a signed token, and the few
 * statements of a check. Where the service would go wrong, the name of the role says how.
 */
export function startSnowflake(certificate: KeyAndCertificate, publicKey: KeyObject): Promise<HttpsService> {
  let session: Session | undefined;
  return startHttpsService(certificate, (request) => {
    if (request.path === '/session/v1/login-request') {
      const refused = refuseLogin(request, publicKey);
      if (refused) return refused;
      session = sessionOf(request.url.searchParams);
      return { body: { success: true, data: LOGGED_IN } };
    }
    if (request.headers.authorization !== `Snowflake Token="${SESSION_TOKEN}"`) return failure('390104');
    if (request.path === '/queries/v1/query-request') return answer(request, session!);
    return request.path === '/session' ? { body: { success: true, data: {} } } : undefined;
  });
}

const LOGGED_IN = {
  token: SESSION_TOKEN,
  masterToken: 'master-token',
  validityInSeconds: 3600,
  masterValidityInSeconds: 14400,
  sessionId: 1,
  parameters: [{ name: 'CLIENT_SESSION_KEEP_ALIVE', value: false }],
};

const BY_ROLE: Readonly<Record<string, () => ServiceReply | Promise<ServiceReply>>> = {
  UNKNOWN: () => failure('390189'),
  BLOCKED: () => failure('390422'),
  NO_ACCOUNT: () => ({ status: 403, body: 'Forbidden' }),
  BUSY: () => ({ status: 503, body: 'busy' }),
  GARBAGE: () => ({ headers: { 'content-type': 'text/html' }, body: '<html>sign in</html>' }),
  MOVED: () => ({ status: 307, headers: { location: 'https://169.254.169.254/session/v1/login-request' } }),
  SILENT: () => new Promise(() => undefined),
};

function refuseLogin(
  { body, url }: ServiceRequest,
  publicKey: KeyObject,
): ServiceReply | Promise<ServiceReply> | undefined {
  const { data } = JSON.parse(body.toString()) as { data: Fields };
  if (data['AUTHENTICATOR'] === 'SNOWFLAKE_JWT') {
    if (!isSigned(data['TOKEN'] ?? '', publicKey)) return failure('394304');
  } else if (data['LOGIN_NAME'] !== USER || data['PASSWORD'] !== PASSWORD) return failure('390100');
  return BY_ROLE[url.searchParams.get('roleName') ?? '']?.();
}

/** The signature, the names that a token must have, and its lifetime. */
function isSigned(token: string, publicKey: KeyObject): boolean {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return false;
  const { iss, sub, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    iss: string;
    sub: string;
    iat: number;
    exp: number;
  };
  const subject = `${SNOWFLAKE_ACCOUNT.toUpperCase()}.${USER}`;
  const fingerprint = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64');
  const inTime = iat <= Date.now() && exp > Date.now() && exp - iat <= LIFETIME_MS;
  return sub === subject && iss === `${subject}.SHA256:${fingerprint}` && inTime;
}

/** Names that do not exist are left out without a word, as Snowflake does it. */
function sessionOf(query: URLSearchParams): Session {
  const known = (name: keyof typeof KNOWN) => (query.get(name) === KNOWN[name] ? KNOWN[name] : null);
  return {
    databaseName: known('databaseName'),
    schemaName: known('schemaName'),
    warehouse: known('warehouse'),
  };
}

function answer(request: ServiceRequest, session: Session): ServiceReply {
  const { sqlText } = JSON.parse(request.body.toString()) as { sqlText: string };
  if (/^select current_version\(\)/.test(sqlText)) return rows(['version'], [['9.31.1']]);
  if (/^select current_database\(\)/.test(sqlText)) {
    const { databaseName, schemaName, warehouse } = session;
    return rows(['database', 'schema', 'warehouse'], [[databaseName, schemaName, warehouse]]);
  }
  const found = CATALOG.find(([statement]) => statement.test(sqlText))?.[1];
  if (found) return rows(...found);
  const scope = /^show terse objects in (schema|database|account) limit 20$/.exec(sqlText)?.[1];
  if (scope === undefined) return failure('001003', '42000');
  // A user who may log in and nothing else.
  if (scope === 'account') return failure('003001', '42501');
  const columns = ['created_on', 'name', 'kind', 'database_name', 'schema_name'];
  if (scope === 'database') return rows(columns, []);
  return rows(columns, [
    ['2026-01-01', 'ORDERS', 'TABLE', 'SALES', 'PUBLIC'],
    ['2026-01-01', 'RECENT', 'VIEW', 'SALES', 'PUBLIC'],
  ]);
}

const IN_SALES = 'from "SALES"\\.information_schema\\.';

/** What a discovery asks for. */
const CATALOG: readonly (readonly [
  RegExp,
  readonly [readonly string[], readonly (readonly (string | null)[])[]],
])[] = [
  [/^show terse databases$/, [['name'], [['SALES'], ['SNOWFLAKE']]]],
  [
    new RegExp(`${IN_SALES}tables`),
    [
      ['schema', 'name', 'type', 'comment', 'rows'],
      [
        ['PUBLIC', 'ORDERS', 'BASE TABLE', 'what was bought', '12'],
        ['PUBLIC', 'RECENT', 'VIEW', '', null],
      ],
    ],
  ],
  [
    new RegExp(`${IN_SALES}columns`),
    [
      ['schema', 'table', 'name', 'type', 'length', 'precision', 'scale', 'nullable', 'comment'],
      [
        ['PUBLIC', 'ORDERS', 'ID', 'NUMBER', null, '38', '0', 'NO', null],
        ['PUBLIC', 'ORDERS', 'NOTE', 'TEXT', '16777216', null, null, 'YES', 'in words'],
        ['PUBLIC', 'RECENT', 'ID', 'NUMBER', null, '38', '0', 'YES', null],
      ],
    ],
  ],
  [
    new RegExp(`${IN_SALES}table_constraints`),
    [
      ['schema', 'name', 'type'],
      [
        ['PUBLIC', 'ORDERS', 'PRIMARY KEY'],
        ['PUBLIC', 'ORDERS', 'FOREIGN KEY'],
      ],
    ],
  ],
  [/^show primary keys in table "SALES"\."PUBLIC"\."ORDERS"$/, [['column_name'], [['ID']]]],
  [
    /^show imported keys in table "SALES"\."PUBLIC"\."ORDERS"$/,
    [
      ['fk_column_name', 'pk_schema_name', 'pk_table_name', 'pk_column_name'],
      [['NOTE', 'PUBLIC', 'NOTES', 'TEXT']],
    ],
  ],
  [
    /^select get_ddl\('TABLE', '"SALES"\."PUBLIC"\."IT\\'S"'\)/,
    [['ddl'], [['create or replace table IT (ID NUMBER)']]],
  ],
  [/^select \* from "SALES"\."PUBLIC"\."IT'S" limit 2$/, [['ID'], [['1']]]],
  [/^select distinct "A""B"::varchar/, [['value'], [['b'], ['a']]]],
];

function failure(code: string, sqlState?: string): ServiceReply {
  return { body: { success: false, code, message: 'no', data: sqlState ? { sqlState } : null } };
}

function rows(names: readonly string[], rowset: readonly (readonly (string | null)[])[]): ServiceReply {
  const rowtype = names.map((name) => ({
    name,
    type: 'text',
    nullable: true,
    length: 100,
    scale: null,
    precision: null,
  }));
  const data = {
    ...{ parameters: [], rowtype, rowset, total: rowset.length, returned: rowset.length },
    ...{
      queryId: '01b2c3d4-0000-0000-0000-000000000000',
      statementTypeId: 4096,
      queryResultFormat: 'json',
      version: 1,
    },
  };
  return { body: { success: true, code: null, message: null, data } };
}
