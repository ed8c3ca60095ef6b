import type { KeyAndCertificate } from '../certificates.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

export const TRINO_LOGIN = { username: 'reader', password: 'fake-password' };
export const TRINO_TOKEN = 'fake-token';

const FIRST = '/v1/statement/queued/q1/1';
const SECOND = '/v1/statement/executing/q1/2';

/** What a test may change about the cluster. */
export interface TrinoBehaviour {
  /** Where the second page is said to be. */
  next?: string;
  /** The kinds of login that the cluster takes, as it says in its challenge. */
  challenge?: string;
}

/**
 * Answers Trino's client protocol as documented (https://trino.io/docs/current/develop/client-protocol.html): a query
 * has two pages, of which the second has the rows. Knows the catalogs `hive` and `locked`.
 */
export async function startTrinoFake(
  behaviour: TrinoBehaviour = {},
  tls?: KeyAndCertificate,
): Promise<FakeService> {
  let sql = '';
  const fake = await startHttpFake((request) => {
    const origin = `${tls ? 'https' : 'http'}://${request.headers.host}`;
    if (request.path === '/v1/info') return { body: { nodeVersion: { version: '476' }, starting: false } };
    if (!isLogin(request)) return { status: 401, headers: challenge(behaviour), body: 'Unauthorized' };
    if (request.method === 'POST') {
      sql = request.body.replace(/\s+/g, ' ');
      return page({ nextUri: `${origin}${FIRST}` });
    }
    if (request.path === FIRST) return page({ nextUri: behaviour.next ?? `${origin}${SECOND}` });
    return request.path === SECOND ? page(resultOf(sql)) : { status: 404 };
  }, tls);
  return fake;
}

const RESULTS: readonly (readonly [RegExp, object])[] = [
  [/^select 1$/, rows([1])],
  [/^show catalogs$/, rows(['hive'], ['system'])],
  [/from "hive"\.information_schema\.schemata( limit| where schema_name = 'sales')/, rows(['sales'])],
  [/from "hive"\.information_schema\.schemata/, rows()],
  [/from "hive"\.information_schema\.tables .*and table_schema = 'bare'/, rows()],
  [
    /from "hive"\.information_schema\.columns where table_schema <> /,
    rows(
      ['sales', 'orders', 'id', 'bigint', 'NO'],
      ['sales', 'orders', 'note', 'varchar(40)', 'YES'],
      ['sales', 'recent', 'id', 'bigint', 'YES'],
    ),
  ],
  [/^show create table "hive"\."sales"\."orders"$/, rows(['CREATE TABLE hive.sales.orders'])],
  [/^select \* from "hive"\."sales"\."orders" limit 3$/, rows([1, null])],
  [/^select distinct cast\("no""te" as varchar\)/, rows(['new'], ['old'])],
  [
    /from "hive"\.information_schema\.tables where table_schema = 'sales' and table_name = 'orders'/,
    rows(['BASE TABLE']),
  ],
  [
    /from "hive"\.information_schema\.tables/,
    rows(['sales', 'orders', 'BASE TABLE'], ['sales', 'recent', 'VIEW']),
  ],
  [
    /from "hive"\.information_schema\.columns where table_schema = 'sales' and table_name = 'orders'/,
    rows(['id', 'bigint', 'NO'], ['note', 'varchar(40)', 'YES']),
  ],
  [/from "locked"\./, failure('PERMISSION_DENIED', 'USER_ERROR')],
  [/information_schema/, failure('CATALOG_NOT_FOUND', 'USER_ERROR')],
];

function resultOf(sql: string): object {
  return RESULTS.find(([pattern]) => pattern.test(sql))?.[1] ?? failure('SYNTAX_ERROR', 'USER_ERROR');
}

function isLogin({ headers }: FakeRequest): boolean {
  const basic = Buffer.from(`${TRINO_LOGIN.username}:${TRINO_LOGIN.password}`).toString('base64');
  return [`Basic ${basic}`, `Bearer ${TRINO_TOKEN}`].includes(headers.authorization ?? '');
}

function challenge({ challenge: text }: TrinoBehaviour): Record<string, string> {
  return text === undefined ? {} : { 'www-authenticate': text };
}

function page(members: object): FakeAnswer {
  return {
    body: { id: 'q1', infoUri: 'http://cluster.internal/ui', stats: { state: 'RUNNING' }, ...members },
  };
}

function rows(...data: unknown[][]): object {
  const columns = (data[0] ?? []).map((_, index) => ({ name: `c${index}`, type: 'varchar' }));
  return { columns, data };
}

function failure(errorName: string, errorType: string): object {
  return { error: { errorName, errorType, errorCode: 1, message: 'line 1:1: no' } };
}
