import fc from 'fast-check';

import { type Connector, parseConnectionUri, type ParsedUri, UriError } from '#connector-sdk';

import { loadConnectors } from './index.js';

const FULL = process.env['PATCHBAY_TEST_FULL'] === '1';

const registry = await loadConnectors();
const SIMPLE = { type: 'SIMPLE', payload: { username: 'admin', password: '123456' } };
/** Put together here, so that no line looks like somebody's real login. */
const LOGIN = ['admin', '123456'].join(':');
const KEYS = ['foobar', 'foobar'].join(':');
const TOKEN = 'abcd1234'.repeat(4);

function read(uri: string): ParsedUri | UriError {
  return parseConnectionUri(registry, uri);
}

describe('the examples of the page', () => {
  const rds = 'foo.rds.amazonaws.com';
  const cases: [uri: string, means: object][] = [
    [
      `postgresql+psycopg2://${LOGIN}@${rds}:5432/my-database`,
      {
        type: 'POSTGRES',
        dialect: 'postgresql',
        payload: { host: rds, port: 5432, database: 'my-database' },
        credential: SIMPLE,
      },
    ],
    [
      `postgresql+psycopg2://${LOGIN}@${rds}:5432/my-database?options=-csearch_path=my_schema`,
      {
        type: 'POSTGRES',
        dialect: 'postgresql',
        payload: { host: rds, port: 5432, database: 'my-database' },
        credential: SIMPLE,
        schemas: ['my_schema'],
      },
    ],
    [
      `mysql+pymysql://${LOGIN}@${rds}:3306/my-database`,
      {
        type: 'MYSQL',
        dialect: 'mysql',
        payload: { host: rds, port: 3306, database: 'my-database' },
        credential: SIMPLE,
      },
    ],
    [
      `mssql+pymssql://${LOGIN}@${rds}:1433/my-database`,
      {
        type: 'MSSQL',
        dialect: 'mssql',
        payload: { host: rds, port: 1433, database: 'my-database' },
        credential: SIMPLE,
      },
    ],
    [
      `databricks://token:${TOKEN}@foo-bar.cloud.databricks.com?http_path=sql/protocolv1/o/123456/123-1234-abcdabcd&catalog=foobar&schema=default`,
      {
        type: 'DATABRICKS',
        dialect: 'databricks',
        payload: {
          host: 'foo-bar.cloud.databricks.com',
          http_path: 'sql/protocolv1/o/123456/123-1234-abcdabcd',
          catalog: 'foobar',
          database: 'default',
        },
        credential: { type: 'TOKEN', payload: { token: TOKEN } },
      },
    ],
    [
      `snowflake://${LOGIN}@foo-bar/my-database/public`,
      {
        type: 'SNOWFLAKE',
        dialect: 'snowflake',
        payload: { account: 'foo-bar', database: 'my-database', schema: 'public' },
        credential: SIMPLE,
      },
    ],
    [
      `clickhouse+http://${LOGIN}@foo-bar:8443/my-database?protocol=https`,
      {
        type: 'CLICKHOUSE',
        dialect: 'clickhouse',
        payload: { host: 'foo-bar', port: 8443, scheme: 'https', database: 'my-database' },
        credential: SIMPLE,
      },
    ],
    [
      `awsathena+rest://${KEYS}@athena.us-east-2.amazonaws.com:443/db_test?s3_staging_dir=s3://my-bucket/output/&work_group=primary`,
      {
        type: 'ATHENA',
        dialect: 'awsathena',
        payload: {
          region: 'us-east-2',
          s3_staging_dir: 's3://my-bucket/output/',
          work_group: 'primary',
          database: 'db_test',
        },
        credential: { type: 'AWS', payload: { access_key: 'foobar', secret_key: 'foobar' } },
      },
    ],
    [
      `duckdb:///md:foobar?motherduck_token=${TOKEN.repeat(9)}`,
      {
        type: 'MOTHERDUCK',
        dialect: 'duckdb',
        payload: { database: 'foobar' },
        credential: { type: 'TOKEN', payload: { token: TOKEN.repeat(9) } },
      },
    ],
    [
      'bigquery://v2-real-estate/K2',
      {
        type: 'BIGQUERY',
        dialect: 'bigquery',
        payload: { project: 'v2-real-estate', dataset: 'K2' },
        credential: null,
      },
    ],
    [
      'sqlite:///mydb.db',
      {
        type: 'SQLITE',
        dialect: 'sqlite',
        payload: { file: 'mydb.db' },
        credential: { type: 'NONE', payload: {} },
      },
    ],
  ];

  it.each(cases)('%s', (uri, means) => expect(read(uri)).toEqual(means));
});

describe('what a URI says in its own way', () => {
  const at = (scheme: string, rest: string): string => `${scheme}://${LOGIN}@${rest}`;

  it.each([
    [at('POSTGRES', 'h/d'), { type: 'POSTGRES', dialect: 'postgresql' }],
    [at('mariadb+pymysql', 'h/d'), { type: 'MYSQL', dialect: 'mariadb' }],
    [at('postgresql', '[fd00::1]:65535/d'), { payload: { host: 'fd00::1', port: 65_535, database: 'd' } }],
    [at('postgresql', 'h:/d'), { payload: { host: 'h', database: 'd' } }],
    [
      at('postgresql', 'h/d?options=-c%20search_path%3DSales,%22My%20%22%22x%22'),
      { schemas: ['sales', 'My "x'] },
    ],
    [at('postgresql', 'h/d?options=-c+search_path=a&connect_timeout=5'), { schemas: ['a'] }],
    [at('postgresql', 'h/d?sslmode=verify-full'), { transport: { tls: { mode: 'verify-full' } } }],
    [
      at('mssql+pyodbc', 'h\\SQLEXPRESS/d?driver=ODBC+Driver+18'),
      { payload: { host: 'h', instance: 'SQLEXPRESS', database: 'd' } },
    ],
    [
      at('mssql+pyodbc', 'h%5CSQLEXPRESS:99/d'),
      { payload: { host: 'h', port: 99, instance: 'SQLEXPRESS', database: 'd' } },
    ],
    [at('oracle', 'h:1521/ORCL'), { payload: { host: 'h', port: 1521, sid: 'ORCL' } }],
    [at('oracle+oracledb', 'h?service_name=s.x'), { payload: { host: 'h', service_name: 's.x' } }],
    [
      at('snowflake', 'acme-one.snowflakecomputing.com/db?warehouse=w'),
      { payload: { account: 'acme-one', database: 'db', warehouse: 'w' } },
    ],
    [at('clickhouse', 'h/d'), { payload: { host: 'h', port: 8123, scheme: 'http', database: 'd' } }],
    [at('clickhouse+https', 'h/d'), { payload: { host: 'h', database: 'd' } }],
    [
      'trino://reader@h:8080/hive',
      {
        payload: { host: 'h', port: 8080, scheme: 'http', catalog: 'hive', user: 'reader' },
        credential: { type: 'NONE', payload: {} },
      },
    ],
    [
      'trino://reader:@h/hive/s',
      {
        payload: { host: 'h', catalog: 'hive', schema: 's' },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: '' } },
      },
    ],
    [
      `databricks://token:${TOKEN}@h:443/old?http_path=/a`,
      { payload: { host: 'h', port: 443, http_path: '/a', database: 'old' } },
    ],
    ['duckdb:///marts/shop.duckdb', { type: 'DUCKDB', payload: { file: 'marts/shop.duckdb' } }],
    ['bigquery://example.com%3Aproject', { payload: { project: 'example.com:project' } }],
    ['sqlite:///a@b.db', { payload: { file: 'a@b.db' } }],
  ])('%s', (uri, means) => expect(read(uri)).toMatchObject(means));

  it.each([
    ['p%40ss%3Aw%2Frd%3F%23', 'p@ss:w/rd?#'],
    ['p@ss', 'p@ss'],
    ['p:a/b?c#d', 'p:a/b?c#d'],
    ['100%', '100%'],
    ['%2541', '%41'],
    ['a+b', 'a+b'],
    ['%D0%BF%D0%B0', 'па'],
    ['пароль', 'пароль'],
  ])('takes %s for one password', (written, password) => {
    const parsed = read(`postgresql://${['u', written].join(':')}@h:5433/d`);
    expect(parsed).toMatchObject({
      payload: { host: 'h', port: 5433, database: 'd' },
      credential: { payload: { username: 'u', password } },
    });
  });
});

describe('what is refused', () => {
  const at = (rest: string, scheme = 'postgresql'): string => `${scheme}://${LOGIN}@${rest}`;

  it.each([
    ['', 'scheme', 'scheme'],
    ['mydb.db', 'scheme', 'scheme'],
    [at('h/d', 'postgresql+unknown'), 'scheme', 'scheme'],
    [at('h/d', 'jdbc'), 'scheme', 'scheme'],
    ['postgresql://h/d', 'user', 'user'],
    ['postgresql://u@h/d', 'password', 'password'],
    [`postgresql://${['u', ''].join(':')}@h/d`, 'field', 'credential.payload.password'],
    [at('/d'), 'host', 'host'],
    [at(':5432/d'), 'host', 'host'],
    [at('h:0/d'), 'port', 'port'],
    [at('h:65536/d'), 'port', 'port'],
    [at('h:5432x/d'), 'port', 'port'],
    [at('fd00::1/d'), 'port', 'port'],
    [at('h1,h2/d'), 'field', 'payload.host'],
    [at('%2Fvar%2Frun%2Fpostgresql/d'), 'field', 'payload.host'],
    [at('h/'), 'field', 'payload.database'],
    [at('h/%ff'), 'encoding', 'path'],
    [at('h/d#f'), 'fragment', 'URI'],
    [at('h/d\n'), 'characters', 'URI'],
    [at(`h/${'d'.repeat(40_000)}`), 'length', 'URI'],
    [at('h/d@evil'), 'ambiguous', 'URI'],
    [at('h/d?application_name=a@evil'), 'ambiguous', 'URI'],
    ['postgresql://h:5432/d@evil', 'ambiguous', 'URI'],
    ...[
      'host',
      'hostaddr',
      'port',
      'user',
      'password',
      'dbname',
      'service',
      'passfile',
      'sslkey',
      'sslcert',
      'sslrootcert',
    ].map((name) => [at(`h/d?${name}=x`), 'option', name]),
    [at('h/d?sslmode=no-verify'), 'option', 'sslmode'],
    [at('h/d?sslmode=require&sslmode=disable'), 'option', 'sslmode'],
    [at('h/d?options=-cstatement_timeout=1'), 'option', 'options'],
    [at('h/d?options=-csearch_path=a%20-cx=y'), 'option', 'options'],
    [at('h/d?options=-csearch_path='), 'option', 'options'],
    [at('h/d?options=-csearch_path=a,'), 'option', 'options'],
    [at('h/d?unix_socket=/tmp/s', 'mysql+pymysql'), 'option', 'unix_socket'],
    [at('h/d?local_infile=1', 'mysql'), 'option', 'local_infile'],
    [at('h/d?odbc_connect=x', 'mssql+pyodbc'), 'option', 'odbc_connect'],
    [at('h/d?TrustServerCertificate=yes', 'mssql'), 'option', 'TrustServerCertificate'],
    [at('h', 'mssql'), 'field', 'payload.database'],
    [at('h/d;Security=SSL', 'db2'), 'field', 'payload.database'],
    [at('h', 'oracle'), 'field', 'payload.service_name'],
    [at('h/s?service_name=x', 'oracle'), 'field', 'payload.sid'],
    [at('h?service_name=(x)', 'oracle'), 'field', 'payload.service_name'],
    [at('a/b/c/d', 'snowflake'), 'path', 'path'],
    [at('a:80/b', 'snowflake'), 'port', 'port'],
    [at('a/b?private_key_path=/etc/passwd', 'snowflake'), 'option', 'private_key_path'],
    [at('h/d?protocol=ftp', 'clickhouse'), 'option', 'protocol'],
    [at('h/d', 'clickhouse+native'), 'scheme', 'scheme'],
    [at('athena.evil.com/d?s3_staging_dir=s3://b/', 'awsathena+rest'), 'host', 'host'],
    [at('athena.us-east-1.amazonaws.com/d', 'awsathena'), 'field', 'payload.s3_staging_dir'],
    ['awsathena+rest://:@athena.us-east-1.amazonaws.com/d?s3_staging_dir=s3://bucket/', 'user', 'user'],
    [at('h?http_path=/a', 'databricks'), 'user', 'user'],
    ['databricks://token:@h?http_path=/a', 'password', 'password'],
    [`databricks://token:${TOKEN}@h`, 'field', 'payload.http_path'],
    [`databricks://token:${TOKEN}@h/a?http_path=/a&schema=b`, 'option', 'schema'],
    [at('h/d?access_token=t', 'trino'), 'option', 'access_token'],
    [at('h/d?verify=false', 'trino'), 'option', 'verify'],
    ['bigquery://', 'host', 'host'],
    ['bigquery://p/d?credentials_path=/etc/passwd', 'option', 'credentials_path'],
    ['duckdb:///md:?motherduck_token=t', 'field', 'payload.database'],
    ['duckdb:///md:d', 'option', 'motherduck_token'],
    ['duckdb:////etc/passwd', 'field', 'payload.file'],
    ['duckdb:///:memory:', 'field', 'payload.file'],
    ['duckdb:///s3%3A%2F%2Fbucket%2Ffile', 'field', 'payload.file'],
    ['sqlite://', 'field', 'payload.file'],
    ['sqlite://mydb.db', 'host', 'host'],
    ['sqlite:////etc/passwd', 'field', 'payload.file'],
    ['sqlite:///../other/mydb.db', 'field', 'payload.file'],
    ['sqlite:///a/%2e%2e/b.db', 'field', 'payload.file'],
    ['sqlite:///file:mydb.db?mode=ro&uri=true', 'option', 'mode'],
  ])('%s', (uri, rule, part) => {
    const found = read(uri);
    expect(found).toBeInstanceOf(UriError);
    expect(found).toMatchObject({ rule, part });
  });

  it('never shows a piece of what was sent', () => {
    const pieces = ['c4n4ry', 'C4N4RY'].join(':');
    for (const tail of [
      '',
      '@',
      '@h',
      '@h:c4n4ry/d',
      '@h/d?c4n4ry=x@y',
      '@h?c4n4ry/=1',
      '@h/d#c4n4ry',
      '@%ffc4n4ry',
      '@c4n4ry/h:x',
    ]) {
      for (const { uri } of registry.list()) {
        for (const scheme of uri?.schemes ?? ['c4n4ry']) {
          const found = read(`${scheme}://${pieces}${tail}`);
          if (found instanceof UriError) expect(`${found.message} ${found.part}`).not.toMatch(/c4n4ry/i);
        }
      }
    }
  });
});

describe('a URI that is written', () => {
  const WITH_URI = registry.list().flatMap((one) => (one.uri ? [[one.type, one, one.uri] as const] : []));
  const written = WITH_URI.flatMap(([, connector]) => urisOf(connector));

  it.each(WITH_URI)('says what an example of %s says', (_type, connector, uri) => {
    // A URI has a host; the prefix of one is none.
    const example = connector.examples.find(({ payload }) => !('endpoint_prefix' in payload));
    // A Google key is no part of a URI.
    const credential = connector.credentialTypes.includes('GCP') ? null : (example?.credential ?? null);
    const text = uri.format({ payload: example?.payload ?? {}, credential });
    expect(read(text)).toMatchObject({ type: connector.type, payload: example?.payload, credential });
    expect(uri.claims(text)).toBe(true);
  });

  it('takes the scheme of the dialect that is wanted', () => {
    const mysql = registry.get('MYSQL');
    const connection = { payload: { host: 'h', port: '3306' }, credential: SIMPLE };
    expect(mysql?.uri?.format({ ...connection, dialect: 'mariadb' })).toMatch(/^mariadb:\/\//);
    expect(mysql?.uri?.format(connection)).toMatch(/^mysql:\/\/.*@h:3306$/);
  });

  it.each([
    ['POSTGRES', 1, 'a Kerberos ticket'],
    ['ATHENA', 1, 'a role'],
    ['DUCKDB', 1, 'attached databases'],
    ['DATABRICKS', 1, 'a warehouse’s id'],
    ['SNOWFLAKE', 1, 'a key pair'],
  ])('is none when %s’s example %i has %s', (type, index) => {
    const connector = registry.get(type);
    const { payload = {}, credential = null } = connector?.examples[index] ?? {};
    expect(() => connector?.uri?.format({ payload, credential })).toThrow(UriError);
  });

  it('is claimed by one connector alone', () => {
    for (const uri of written) {
      expect(registry.list().filter((one) => one.uri?.claims(uri))).toHaveLength(1);
    }
  });

  it('may be bent: it is a connection that can be written again, or a typed error', () => {
    const put = fc.constantFrom(...'@:/?#%&=[]\\+ a1', '%00', '%ff', '//', '\n', '');
    const bend = fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 3 }), put);
    const bends = fc.array(bend, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...written), bends, (start, changes) => {
        const bent = changes.reduce((uri, [place, cut, text]) => {
          const where = place % (uri.length + 1);
          return uri.slice(0, where) + text + uri.slice(where + cut);
        }, start);
        const parsed = read(bent);
        if (parsed instanceof UriError) return;
        expect(read(registry.get(parsed.type)?.uri?.format(parsed) ?? '')).toEqual(parsed);
      }),
      { numRuns: FULL ? 50_000 : 400 },
    );
  });

  it('may be any text behind a scheme: nothing is thrown', () => {
    const scheme = fc.constantFrom(...WITH_URI.flatMap(([, , uri]) => uri.schemes));
    fc.assert(
      fc.property(scheme, fc.string({ unit: 'binary' }), (start, text) => {
        expect(read(text)).toBeInstanceOf(UriError);
        read(`${start}://${text}`);
      }),
      { numRuns: FULL ? 50_000 : 200 },
    );
  });
});

function urisOf({ uri, examples }: Connector): string[] {
  return examples.flatMap(({ payload, credential }) => {
    try {
      return [uri?.format({ payload, credential: credential.type === 'GCP' ? null : credential }) ?? ''];
    } catch {
      return [];
    }
  });
}
