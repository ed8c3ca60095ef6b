import fc from 'fast-check';

import { type JsonObject, parseConnectionUri, type ParsedUri, UriError } from '#connector-sdk';

import { loadConnectors } from './index.js';

/** `PATCHBAY_TEST_FULL=1` tries as many as a release should; a quick run a few of each scheme. */
const RUNS = process.env['PATCHBAY_TEST_FULL'] === '1' ? 10_000 : 10;

const MOST_MS = 600_000;

/** A URI as a client would write it, and what it means. */
interface Generated {
  readonly uri: string;
  readonly means: object;
}

const registry = await loadConnectors();

/** Ways to percent-encode that all mean the same. */
const encoder = fc.constantFrom(
  encodeURIComponent,
  (text: string) =>
    encodeURIComponent(text)
      .replaceAll('%2B', '+')
      .replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
);

const MASK = /^\s*[*\u00b7\u2022\u2219\u2588\u25aa\u25cf\u26ab]+\s*$/u;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const password = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom(...'@:/?#%&=+[]\\ \t\n"\'a1é😀'), minLength: 1 }),
    fc.constantFrom('@:/?#%&', 'p@ss:w/rd', '100%', '%41', 'a+b c', '5432', '//', '@', 'пароль'),
  )
  .filter((text) => !MASK.test(text) && !text.includes('\u0000'));
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.constantFrom('my-database', 'a/b', 'x?y', 'ä ö', '50%', 'a@b', '#1', 'a+b'),
  )
  .filter((text) => !CONTROL.test(text));
const secret = name.filter((text) => !MASK.test(text));
const plainName = fc.string({ unit: fc.constantFrom(...'aZ09_@#$.-é'), minLength: 1, maxLength: 30 });
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom('foo-bar', 'db_1', 'localhost', 'DB.Example.COM.'),
);
const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
const path = fc
  .array(
    name.filter((text) => !/[/\\:]|^\.{1,2}$/.test(text)),
    { minLength: 1, maxLength: 3 },
  )
  .map((names) => names.join('/'));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const bare = (text: string): string => text.replace(/^\[(.*)\]$/, '$1');
const at = (server: string, number: number | undefined): string =>
  `${server}${number === undefined ? '' : `:${number}`}`;

function present(members: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

function query(encode: (text: string) => string, options: Record<string, unknown>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // In a query a plus sign is a space, so one that is meant must be written out.
  const text = given.map(
    ([key, value]) => `${key}=${encode(String(value).replaceAll('+', '\u0000')).replaceAll('%00', '%2B')}`,
  );
  return text.length === 0 ? '' : `?${text.join('&')}`;
}

const login = fc.record({ encode: encoder, user: name, word: password, server: host, number: port });

/** A server with user, password and database; `more` adds options and what they mean. */
function server<T = unknown>(
  type: string,
  scheme: string,
  parts: { database: fc.Arbitrary<string | undefined>; more?: fc.Arbitrary<T> },
  options: (more: T) => Record<string, unknown> = () => ({}),
  means: (more: T) => Partial<ParsedUri> = () => ({}),
): fc.Arbitrary<Generated> {
  const more = parts.more ?? (fc.constant(undefined) as fc.Arbitrary<T>);
  return fc
    .record({ login, database: parts.database, more })
    .map(({ login: given, database, more: extra }) => {
      const { encode, user, word, server: at1, number } = given;
      const where = database === undefined ? '' : `/${encode(database)}`;
      const uri = `${scheme}://${encode(user)}:${encode(word)}@${at(at1, number)}${where}${query(encode, options(extra))}`;
      const { payload, ...rest } = means(extra);
      return {
        uri,
        means: {
          type,
          payload: present({ host: bare(at1), port: number, database, ...payload }),
          credential: { type: 'SIMPLE', payload: { username: user, password: word } },
          ...rest,
        },
      };
    });
}

const schemaName = name.filter((text) => Buffer.byteLength(text) <= 63);
const libpq = fc.record({
  schemas: maybe(fc.array(schemaName, { minLength: 1, maxLength: 3 })),
  mode: maybe(fc.constantFrom('disable', 'prefer', 'require', 'verify-ca', 'verify-full')),
  application_name: maybe(name),
});

function postgres(
  type: string,
  scheme: string,
  database: fc.Arbitrary<string | undefined>,
): fc.Arbitrary<Generated> {
  return server(
    type,
    scheme,
    { database, more: libpq },
    ({ schemas, mode, application_name }) => ({
      options: schemas && `-csearch_path=${schemas.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}`,
      sslmode: mode,
      application_name,
    }),
    ({ schemas, mode }) => ({
      ...(schemas ? { schemas } : {}),
      ...(mode ? { transport: { tls: { mode } } } : {}),
    }),
  );
}

const mssql = (scheme: string): fc.Arbitrary<Generated> =>
  server(
    'MSSQL',
    scheme,
    { database: name, more: fc.constantFrom('require', 'verify-full', undefined) },
    (mode) => ({
      driver: 'ODBC Driver 18 for SQL Server',
      Encrypt: mode && 'yes',
      TrustServerCertificate: mode && (mode === 'require' ? 'yes' : 'no'),
    }),
    (mode) => (mode ? { transport: { tls: { mode } } } : {}),
  );

const oracle = (scheme: string): fc.Arbitrary<Generated> =>
  fc.record({ login, name: plainName, sid: fc.boolean() }).map(({ login: given, name: service, sid }) => {
    const { encode, user, word, server: at1, number } = given;
    const tail = sid ? `/${encode(service)}` : `/?service_name=${encodeURIComponent(service)}`;
    return {
      uri: `${scheme}://${encode(user)}:${encode(word)}@${at(at1, number)}${tail}`,
      means: {
        type: 'ORACLE',
        payload: present({ host: bare(at1), port: number, [sid ? 'sid' : 'service_name']: service }),
        credential: { type: 'SIMPLE', payload: { username: user, password: word } },
      },
    };
  });

const databricks = (scheme: string): fc.Arbitrary<Generated> =>
  fc
    .record({
      login,
      token: secret,
      http_path: fc.constantFrom('sql/protocolv1/o/1/2-3-a', '/sql/1.0/warehouses/a'),
      catalog: maybe(name),
      schema: maybe(name),
    })
    .map(({ login: { encode, server: at1, number }, token, http_path, catalog, schema }) => ({
      uri: `${scheme}://token:${encode(token)}@${at(at1, number)}${query(encode, { http_path, catalog, schema })}`,
      means: {
        type: 'DATABRICKS',
        payload: present({ host: bare(at1), port: number, http_path, catalog, database: schema }),
        credential: { type: 'TOKEN', payload: { token } },
      },
    }));

const snowflake = fc
  .record({
    login,
    account: fc.stringMatching(/^[A-Za-z0-9_.-]{1,30}$/),
    database: maybe(name),
    schema: maybe(name),
    warehouse: maybe(name),
    role: maybe(name),
  })
  .filter(({ account }) => !/snowflakecomputing\.com$/i.test(account))
  .map(({ login: { encode, user, word }, account, database, schema, warehouse, role }) => ({
    uri: `snowflake://${encode(user)}:${encode(word)}@${account}/${encode(database ?? '')}${schema === undefined ? '' : `/${encode(schema)}`}${query(encode, { warehouse, role })}`,
    means: {
      type: 'SNOWFLAKE',
      payload: present({ account, warehouse, role, database, schema }),
      credential: { type: 'SIMPLE', payload: { username: user, password: word } },
    },
  }));

const clickhouse = (scheme: string): fc.Arbitrary<Generated> =>
  fc
    .record({
      inner: server('CLICKHOUSE', scheme, { database: maybe(name) }),
      protocol: maybe(fc.constantFrom('http', 'https')),
    })
    .map(({ inner, protocol }) => {
      const said = protocol ?? (scheme === 'clickhouse+https' ? undefined : 'http');
      const fallback = said === 'http' ? { port: 8123 } : {};
      const { payload } = inner.means as ParsedUri;
      return {
        uri: protocol ? `${inner.uri}?protocol=${protocol}` : inner.uri,
        means: {
          ...inner.means,
          payload: { ...fallback, ...payload, ...present({ scheme: said }) },
        },
      };
    });

const athena = (scheme: string): fc.Arbitrary<Generated> =>
  fc
    .record({
      encode: encoder,
      key: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
      word: secret,
      region: fc.constantFrom('us-east-2', 'cn-north-1', 'eu-central-1'),
      database: maybe(name),
      work_group: maybe(name),
      catalog: maybe(name),
      session: maybe(secret),
    })
    .map(({ encode, key, word, region, database, work_group, catalog, session }) => {
      const s3_staging_dir = 's3://my-bucket/output/';
      const ending = region.startsWith('cn-') ? '.cn' : '';
      const where = database === undefined ? '' : encode(database);
      const options = { s3_staging_dir, work_group, catalog_name: catalog, aws_session_token: session };
      return {
        uri: `${scheme}://${key}:${encode(word)}@athena.${region}.amazonaws.com${ending}:443/${where}${query(encode, options)}`,
        means: {
          type: 'ATHENA',
          payload: present({ region, s3_staging_dir, work_group, catalog, database }),
          credential: {
            type: 'AWS',
            payload: present({ access_key: key, secret_key: word, session_token: session }),
          },
        },
      };
    });

const bigquery = fc
  .record({
    encode: encoder,
    project: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,30}$/),
    dataset: maybe(name),
    location: maybe(fc.constantFrom('EU', 'us-east1')),
    bytes: maybe(fc.integer({ min: 1, max: 1e9 })),
  })
  .map(({ encode, project, dataset, location, bytes }) => ({
    uri: `bigquery://${encode(project)}/${dataset === undefined ? '' : encode(dataset)}${query(encode, { location, maximum_bytes_billed: bytes })}`,
    means: {
      type: 'BIGQUERY',
      payload: present({
        project,
        dataset,
        location,
        maximum_bytes_billed: bytes === undefined ? undefined : String(bytes),
      }),
      credential: null,
    },
  }));

const trino = (scheme: string): fc.Arbitrary<Generated> =>
  fc
    .record({
      login,
      kind: fc.constantFrom('password', 'blank', 'token', 'nothing'),
      token: secret,
      catalog: maybe(name),
      schema: maybe(name),
      said: maybe(fc.constantFrom('http', 'https')),
    })
    .map(({ login: { encode, user, word, server: at1, number }, kind, token, catalog, schema, said }) => {
      const who = {
        password: `${encode(user)}:${encode(word)}@`,
        blank: `${encode(user)}:@`,
        token: `${encode(user)}@`,
        nothing: `${encode(user)}@`,
      }[kind];
      const names = `/${encode(catalog ?? '')}${schema === undefined ? '' : `/${encode(schema)}`}`;
      const options = { http_scheme: said, access_token: kind === 'token' ? token : undefined };
      const scheme1 = said ?? (kind === 'nothing' && number !== 443 ? 'http' : undefined);
      const fallback = scheme1 === 'http' ? 8080 : undefined;
      const simple = { username: user, password: kind === 'blank' ? '' : word };
      return {
        uri: `${scheme}://${who}${at(at1, number)}${names}${query(encode, options)}`,
        means: {
          type: 'TRINO',
          payload: present({
            host: bare(at1),
            port: number ?? fallback,
            scheme: scheme1,
            catalog,
            schema,
            user: kind === 'token' || kind === 'nothing' ? user : undefined,
          }),
          credential:
            kind === 'token'
              ? { type: 'TOKEN', payload: { token } }
              : kind === 'nothing'
                ? { type: 'NONE', payload: {} }
                : { type: 'SIMPLE', payload: simple },
        },
      };
    });

const file = (type: string, scheme: string): fc.Arbitrary<Generated> =>
  fc.record({ encode: encoder, path }).map(({ encode, path: name1 }) => ({
    uri: `${scheme}:///${encode(name1)}`,
    means: { type, payload: { file: name1 }, credential: { type: 'NONE', payload: {} } },
  }));

const motherduck = fc
  .record({ encode: encoder, database: name, token: secret })
  .map(({ encode, database, token }) => ({
    uri: `duckdb:///md:${encode(database)}${query(encode, { motherduck_token: token })}`,
    means: { type: 'MOTHERDUCK', payload: { database }, credential: { type: 'TOKEN', payload: { token } } },
  }));

/** By type, what to generate for one of its schemes. */
const GENERATORS: Record<string, (scheme: string) => fc.Arbitrary<Generated>> = {
  POSTGRES: (scheme) => postgres('POSTGRES', scheme, name),
  REDSHIFT: (scheme) => postgres('REDSHIFT', scheme, maybe(name)),
  MYSQL: (scheme) => server('MYSQL', scheme, { database: maybe(name) }),
  MSSQL: mssql,
  SYBASE: (scheme) => server('SYBASE', scheme, { database: plainName }),
  DB2: (scheme) => server('DB2', scheme, { database: plainName }),
  ORACLE: oracle,
  DATABRICKS: databricks,
  SNOWFLAKE: () => snowflake,
  CLICKHOUSE: clickhouse,
  ATHENA: athena,
  BIGQUERY: () => bigquery,
  TRINO: trino,
  MOTHERDUCK: () => motherduck,
  DUCKDB: (scheme) => file('DUCKDB', scheme),
  SQLITE: (scheme) => file('SQLITE', scheme),
};

const SCHEMES = registry
  .list()
  .flatMap(({ type, uri }) => (uri?.schemes ?? []).map((scheme) => [type, scheme] as const));

function generated(type: string, scheme: string): fc.Arbitrary<Generated> {
  const generator = GENERATORS[type];
  if (!generator) throw new Error(`Nothing is generated for ${type}.`);
  return generator(scheme);
}

/** Written and read again, a connection is the same. */
function again(parsed: ParsedUri): ParsedUri | UriError {
  const { uri } = registry.get(parsed.type) ?? {};
  return parseConnectionUri(registry, uri?.format(parsed) ?? '');
}

describe.each(SCHEMES)('%s by %s://', (type, scheme) => {
  it(
    'loses nothing from URI to connection, to URI, to connection',
    () => {
      fc.assert(
        fc.property(generated(type, scheme), ({ uri, means }) => {
          const parsed = parseConnectionUri(registry, uri);
          expect(parsed).toEqual({ ...means, dialect: expect.any(String) });
          expect(again(parsed as ParsedUri)).toEqual(parsed);
        }),
        { numRuns: RUNS },
      );
    },
    MOST_MS,
  );
});
