import type { JsonObject } from '#connector-sdk';
import { KEY_FILE, POSTGRES, SNOWFLAKE, read, refusal } from './credible-faces.js';

describe('a block that is refused', () => {
  const duck = (entry: JsonObject): JsonObject => ({
    type: 'duckdb',
    duckdbConnection: { attachedDatabases: [{ name: 'pg', type: 'postgres', ...entry }] },
  });
  it.each<[string, JsonObject, string]>([
    ['another type', { type: 'oracle' }, 'type must be one of'],
    ['no block', { type: 'postgres' }, 'postgresConnection is required'],
    [
      'a block of another type',
      { type: 'postgres', postgresConnection: POSTGRES, mysqlConnection: { host: 'a' } },
      'mysqlConnection does not belong',
    ],
    [
      'an unknown field',
      { type: 'postgres', postgresConnection: { ...POSTGRES, ssl: true } },
      'postgresConnection.ssl is not known',
    ],
    ['an unknown member', { type: 'postgres', postgresConnection: POSTGRES, extra: 1 }, 'extra is not known'],
    ['a reserved name', { name: 'DuckDB', type: 'postgres', postgresConnection: POSTGRES }, 'is reserved'],
    [
      'another name',
      { name: 'a b', type: 'postgres', postgresConnection: POSTGRES },
      'name must have letters',
    ],
    [
      'a pattern of tables',
      { type: 'postgres', postgresConnection: POSTGRES, includeTables: ['a.b.c'] },
      'includeTables[0] must be',
    ],
    [
      'another URI',
      { type: 'postgres', postgresConnection: { connectionString: 'redshift://u:p@h/d' } },
      'connectionString must begin with',
    ],
    [
      'a URI with a host of its own',
      { type: 'postgres', postgresConnection: { connectionString: 'postgresql://u:p@h/d?host=other' } },
      'postgresConnection.connectionString: ',
    ],
    [
      'Snowflake without a warehouse',
      { type: 'snowflake', snowflakeConnection: { account: 'a', username: 'b', password: 'c' } },
      'snowflakeConnection.warehouse is required',
    ],
    [
      'Snowflake without a secret',
      { type: 'snowflake', snowflakeConnection: SNOWFLAKE },
      'a password or a privateKey',
    ],
    [
      'a key of another type',
      { type: 'bigquery', bigqueryConnection: { serviceAccountKeyJson: '{"type":"external_account"}' } },
      'of type service_account',
    ],
    [
      'a key without its e-mail',
      {
        type: 'bigquery',
        bigqueryConnection: {
          serviceAccountKeyJson: JSON.stringify({ ...KEY_FILE, client_email: undefined }),
        },
      },
      'must hold client_email',
    ],
    [
      'a server with a path',
      { type: 'trino', trinoConnection: { server: 'https://h/path' } },
      '.server must be',
    ],
    [
      'a server with a user',
      { type: 'trino', trinoConnection: { server: 'https://u@h' } },
      '.server must be',
    ],
    ['two ports', { type: 'trino', trinoConnection: { server: 'https://h:1', port: 2 } }, '.port must be'],
    [
      'nothing attached',
      { type: 'duckdb', duckdbConnection: { attachedDatabases: [] } },
      'must have an entry',
    ],
    ['nothing at all', { type: 'duckdb', duckdbConnection: {} }, 'must have an entry'],
    ['an attached database without its block', duck({}), '[0].postgresConnection is required'],
    ['an attached database of another type', duck({ type: 'mysql' }), '[0].type must be one of'],
    [
      'an attached database with two blocks',
      duck({ postgresConnection: POSTGRES, s3Connection: {} }),
      '[0].s3Connection does not belong',
    ],
    [
      'an unknown field within',
      duck({ postgresConnection: { a: 1 } }),
      '[0].postgresConnection.a is not known',
    ],
    [
      'a URL of something else',
      { type: 'motherduck', motherduckConnection: { url: 'http://a' } },
      '.url must be',
    ],
  ])('for %s', (_what, body, message) => {
    const { code, messages } = refusal(() => read(body));
    expect(code).toBe('invalid');
    expect(messages.join('\n')).toContain(message);
  });
});
