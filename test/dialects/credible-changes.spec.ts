import { KEY_FILE, KEY_TEXT, POSTGRES, SNOWFLAKE, read, written, change } from './credible-faces.js';

describe('a change', () => {
  it('keeps what it does not name, and the credential with it', () => {
    const connection = read({ type: 'postgres', postgresConnection: POSTGRES });
    const { body } = change(connection, { port: null, host: 'other.example.com' });
    expect(body).toEqual({ payload: { host: 'other.example.com', port: null, database: 'shop' } });
  });

  it('says of the credential what it brings, with the members that are no secrets', () => {
    const connection = read({ type: 'postgres', postgresConnection: POSTGRES });
    expect(change(connection, { password: 'new' }).body['credential']).toEqual({
      type: 'SIMPLE',
      payload: { username: 'reader', password: 'new' },
    });
    expect(change(connection, { userName: 'writer' }).body['credential']).toEqual({
      type: 'SIMPLE',
      payload: { username: 'writer' },
    });
  });

  it('logs in with what it brings', () => {
    const connection = read({
      type: 'snowflake',
      snowflakeConnection: { ...SNOWFLAKE, password: 'secret' },
    });
    expect(change(connection, { privateKey: 'TUlJ' }).body['credential']).toEqual({
      type: 'KEY_PAIR',
      payload: { username: 'READER', private_key: 'TUlJ' },
    });
    expect(change(connection, { role: 'R' }).body['credential']).toBeUndefined();
  });

  it('takes a password away from Trino, and gives one', () => {
    const trinoConnection = { server: 'trino.example.com', user: 'reader', password: 'secret' };
    const connection = read({ type: 'trino', trinoConnection });
    expect(change(connection, { password: null }).body).toMatchObject({
      payload: { user: 'reader' },
      credential: { type: 'NONE', payload: {} },
    });
    const without = read({ type: 'trino', trinoConnection: { ...trinoConnection, password: null } });
    expect(change(without, { password: 'new' }).body).toMatchObject({
      payload: { user: null },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'new' } },
    });
    expect(change(without, { catalog: 'hive' }).body['credential']).toBeUndefined();
  });

  it('moves with a server that names its port, and with a connection string', () => {
    const trino = read({
      type: 'trino',
      trinoConnection: { server: 'https://a.example.com:8443', user: 'u' },
    });
    expect(change(trino, { server: 'http://b.example.com:80' }).body['payload']).toMatchObject({
      host: 'b.example.com',
      port: 80,
      scheme: 'http',
    });
    const postgres = read({ type: 'postgres', postgresConnection: POSTGRES });
    const moved = change(postgres, { connectionString: 'postgres://u:new@other.example.com/d' });
    expect(moved.body).toEqual({
      payload: { host: 'other.example.com', port: null, database: 'd' },
      credential: { type: 'SIMPLE', payload: { username: 'u', password: 'new' } },
    });
  });

  it('lays attached databases over those of the same name, and leaves the others out', () => {
    const connection = read({
      type: 'duckdb',
      duckdbConnection: {
        attachedDatabases: [
          { name: 'pg', type: 'postgres', postgresConnection: POSTGRES },
          { name: 'bq', type: 'bigquery', bigqueryConnection: { serviceAccountKeyJson: KEY_TEXT } },
          { name: 'gone', type: 'gcs', gcsConnection: { keyId: 'GOOG', secret: 'secret' } },
        ],
      },
    });
    const { body } = change(connection, {
      attachedDatabases: [
        { name: 'bq', bigqueryConnection: { location: 'EU' } },
        { name: 'pg', postgresConnection: { port: 1 } },
      ],
    });
    const { private_key: _sealed, ...open } = KEY_FILE;
    expect(body['payload']).toEqual({
      attached: [
        {
          name: 'bq',
          type: 'bigquery',
          payload: { project: 'from-the-key', location: 'EU' },
          credential: { type: 'GCP', payload: open },
        },
        {
          name: 'pg',
          type: 'postgres',
          payload: { host: 'db.example.com', port: 1, database: 'shop' },
          credential: { type: 'SIMPLE', payload: { username: 'reader' } },
        },
      ],
    });
  });

  it('says nothing of the credential when an answer comes back', () => {
    const connection = read({ type: 'postgres', postgresConnection: POSTGRES });
    expect(change(connection, written(connection)!.block).body).toEqual({
      payload: connection.body['payload'],
    });
  });
});
