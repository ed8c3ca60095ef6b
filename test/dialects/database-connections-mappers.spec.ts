import fc from 'fast-check';
import { canonicalJson, type JsonObject } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import type { ConnectionView } from '#core';
import { DomainError } from '#platform/errors';
import { connectionAnswer } from '../../libs/dialects/src/database-connections/mappers/answer.js';
import {
  readEchoes,
  type TokenJudge,
} from '../../libs/dialects/src/database-connections/mappers/echoed-secrets.js';
import {
  keptMembers,
  namedDialect,
  openMembers,
} from '../../libs/dialects/src/database-connections/mappers/kept-members.js';
import { wantedKeyFile } from '../../libs/dialects/src/database-connections/mappers/key-file.js';
import {
  changedConnection,
  changesSource,
  newConnection,
} from '../../libs/dialects/src/database-connections/mappers/native-body.js';
import { readRequest } from '../../libs/dialects/src/database-connections/mappers/read-request.js';
import { readUri } from '../../libs/dialects/src/database-connections/mappers/read-uri.js';
import type { StoredConnection } from '../../libs/dialects/src/database-connections/mappers/stored-connection.js';
import { WHOLE_PRODUCTS } from '../support/layer.js';

/** As many as a release should try, and a sample of them. */
const RUNS = WHOLE_PRODUCTS ? 10_000 : 100;
const MOST_MS = 300_000;

const registry = await loadConnectors();

const NO_TOKENS: TokenJudge = { isToken: () => false, isOwn: () => false };
/** Tokens of the connection that a case is about: `token:<field>`; every other one is somebody else's. */
const OWN: TokenJudge = {
  isToken: (text) => text.startsWith('token:') || text.startsWith('foreign:'),
  isOwn: (field, text) => text === `token:${field}`,
};
const tokenOf = (field: string): string => `token:${field}`;

/** What core would have stored of a body: the secrets are gone from what it shows. */
function stored(body: JsonObject, kept: ReturnType<typeof keptMembers>): StoredConnection {
  const { ssh, ...rest } = (body['transport'] ?? {}) as Record<string, JsonObject>;
  const isSecret = (name: string) => ['password', 'private_key', 'private_key_passphrase'].includes(name);
  const members = Object.entries(ssh ?? {});
  const open = Object.fromEntries(members.filter(([name]) => !isSecret(name)));
  const transport = ssh ? { ...rest, ssh: open } : rest;
  return {
    view: {
      id: 7,
      name: body['name'],
      type: body['type'],
      payload: body['payload'],
      transport: Object.keys(transport).length === 0 ? null : transport,
      schemas: body['schemas'],
      created_at: '2026-01-01T00:00:00.000Z',
    } as unknown as ConnectionView,
    sealed: new Set(
      members
        .map(([name]) => name)
        .filter(isSecret)
        .map((name) => `transport.ssh.${name}`),
    ),
    members: openMembers(kept.open),
    sealedMembers: new Set(Object.keys(kept.sealed).filter((name) => kept.sealed[name] !== null)),
  };
}

function made(body: JsonObject, fileText: string | null = null) {
  const request = readRequest(body);
  const secrets = readEchoes(request, NO_TOKENS);
  const uri = readUri(registry, String(secrets.connection_uri));
  const wanted = wantedKeyFile(request, secrets, uri.type, null);
  const file = wanted && { as: wanted.as, text: fileText ?? '' };
  const native = newConnection(request, secrets, uri, file);
  return { native, wanted, was: stored(native, keptMembers(request, secrets, namedDialect(uri))) };
}

function changed(was: StoredConnection, body: JsonObject, fileText: string | null = null) {
  const request = readRequest(body);
  const secrets = readEchoes(request, OWN);
  const uri = secrets.connection_uri ? readUri(registry, secrets.connection_uri) : undefined;
  const wanted = wantedKeyFile(request, secrets, uri?.type ?? was.view.type, was);
  const file = wanted && { as: wanted.as, text: fileText ?? '' };
  return { body: changedConnection(request, secrets, uri, file, was), wanted };
}

const LOGIN = ['user', 'word'].join(':');
const POSTGRES = `postgresql://${LOGIN}@db.example.com/shop`;
const asBody = (answer: object): JsonObject => JSON.parse(JSON.stringify(answer)) as JsonObject;

const hostile = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom(...'@:/?#%&=+ ä😀'), minLength: 1 }),
  )
  .filter((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const uri = fc
  .record({
    scheme: fc.constantFrom('postgresql+psycopg2', 'mysql+pymysql', 'mariadb', 'mssql+pymssql', 'redshift'),
    user: hostile,
    host: fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    ),
    port: maybe(fc.integer({ min: 1, max: 65_535 })),
  })
  .map(({ scheme, user, host, port }) => ({ scheme, user, at: `${host}${port ? `:${port}` : ''}` }));

const request = fc.record(
  {
    alias: hostile,
    schemas: fc.constant(null),
    llm_api_key: hostile,
    use_ssh: fc.boolean(),
    ssh_settings: fc.record(
      { host: fc.domain(), username: hostile, port: fc.constantFrom('22', 2222), password: hostile },
      { requiredKeys: ['host', 'username', 'password'] },
    ),
    file_storage: fc.record(
      { name: fc.constant('S3'), access_key_id: hostile, secret_access_key: hostile, bucket: hostile },
      { requiredKeys: ['name'] },
    ),
    metadata: fc.dictionary(fc.constantFrom('a', 'b'), hostile),
  },
  { requiredKeys: ['alias', 'use_ssh', 'ssh_settings'] },
);

describe('a connection of this contract', () => {
  it(
    'is the same after its answer was sent back, whatever it holds',
    () => {
      fc.assert(
        fc.property(uri, request, hostile, ({ scheme, user, at }, body, word) => {
          const secret = `s3cret ${word}`;
          const login = [user, secret].map(encodeURIComponent).join(':');
          const full = asBody({ ...body, connection_uri: `${scheme}://${login}@${at}/db` });
          const { was, native } = made(full);
          const answer = connectionAnswer(was, tokenOf);
          expect(JSON.stringify(answer)).not.toContain(JSON.stringify(secret).slice(1, -1));
          expect(native['credential']).toEqual({
            type: 'SIMPLE',
            payload: { username: user, password: secret },
          });
          expect(answer.dialect).toBe(scheme.split('+')[0]);
          const again = changed(was, asBody(answer));
          expect(changesSource(again.body)).toBe(false);
          expect(again.body).toEqual({ name: native['name'], schemas: native['schemas'] });
          expect(again.wanted).toBeNull();
        }),
        { numRuns: RUNS },
      );
    },
    MOST_MS,
  );

  it(
    'is refused with an error that names connection_uri and shows nothing of it',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), (tail) => {
          const text = `postgresql://c4n4ry:C4N4RY@${tail}`;
          try {
            readUri(registry, text);
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
            expect(error).toMatchObject({
              kind: 'invalid',
              code: 'invalid_database_uri_format',
              details: { errors: [{ path: 'connection_uri' }] },
            });
            expect(JSON.stringify((error as DomainError).details) + (error as Error).message).not.toMatch(
              /c4n4ry|payload/i,
            );
          }
        }),
        { numRuns: RUNS },
      );
    },
    MOST_MS,
  );
});

describe('what a request becomes', () => {
  it('looks at the schemas of the list, then at those of the URI, then at the engine’s default', () => {
    const path = `${POSTGRES}?options=-csearch_path=sales`;
    const schemas = (body: object) => made(asBody({ alias: 'a', ...body })).native['schemas'];
    expect(schemas({ connection_uri: path, schemas: ['mine'] })).toEqual(['mine']);
    expect(schemas({ connection_uri: path, schemas: [] })).toEqual(['sales']);
    expect(schemas({ connection_uri: POSTGRES, schemas: null })).toEqual(['public']);
    expect(schemas({ connection_uri: `mysql://${LOGIN}@h/d` })).toBeNull();
  });

  it('goes through a bastion with password, key, or both', () => {
    const ssh = (settings: object, path?: string) =>
      made(
        asBody({
          alias: 'a',
          connection_uri: POSTGRES,
          use_ssh: true,
          ssh_settings: { host: 'bastion', username: 'u', ...settings },
          ...(path ? { path_to_credentials_file: path } : {}),
        }),
        'KEY',
      ).native['transport'];
    const base = { host: 'bastion', username: 'u' };
    expect(ssh({ password: 'p' })).toEqual({ ssh: { ...base, password: 'p' } });
    expect(ssh({ private_key: 'k', private_key_password: 'q', port: 2222 })).toEqual({
      ssh: { ...base, port: 2222, private_key: 'k', private_key_passphrase: 'q' },
    });
    expect(ssh({ password: 'p' }, 'keys/id_rsa')).toEqual({
      ssh: { ...base, password: 'p', private_key: 'KEY' },
    });
    expect(ssh({ private_key: 'k' }, 'keys/id_rsa')).toEqual({ ssh: { ...base, private_key: 'k' } });
  });

  it('keeps nothing of a bastion that is not used', () => {
    const body = { alias: 'a', connection_uri: POSTGRES, ssh_settings: { host: 'b', password: 'p' } };
    const { native, was } = made(asBody(body));
    expect(native['transport']).toBeUndefined();
    expect(connectionAnswer(was, tokenOf)).toMatchObject({ use_ssh: false, ssh_settings: null });
  });

  it('takes the key of BigQuery from the file, and reads the file of nobody else', () => {
    const path_to_credentials_file = 'private_credentials/key.json';
    const { native, wanted } = made(
      asBody({ alias: 'a', connection_uri: 'bigquery://p/d', path_to_credentials_file }),
      '{"type":"service_account"}',
    );
    expect(wanted).toEqual({ path: path_to_credentials_file, as: 'credential' });
    expect(native['credential']).toEqual({ type: 'GCP', payload: '{"type":"service_account"}' });
    const plain = made(asBody({ alias: 'a', connection_uri: POSTGRES, path_to_credentials_file }));
    expect(plain.wanted).toBeNull();
    expect(connectionAnswer(plain.was, tokenOf)).toMatchObject({ path_to_credentials_file });
  });
});

describe('a full replacement', () => {
  const full = asBody({
    alias: 'a',
    connection_uri: `${POSTGRES}?sslmode=verify-full`,
    use_ssh: true,
    ssh_settings: { host: 'bastion', username: 'u', password: 'p' },
    llm_api_key: 'k',
    metadata: { a: 1 },
  });

  it('changes what is not a token, and takes away what is absent', () => {
    const { was } = made(full);
    const said = asBody({ alias: 'b', connection_uri: `postgresql://${LOGIN}@other/d` });
    expect(changed(was, said).body).toEqual({
      name: 'b',
      type: 'POSTGRES',
      payload: { host: 'other', database: 'd' },
      credential: { type: 'SIMPLE', payload: { username: 'user', password: 'word' } },
      transport: { ssh: null },
      schemas: ['public'],
    });
    expect(keptMembers(readRequest(said), readEchoes(readRequest(said), OWN), null)).toEqual({
      namespace: 'database_connections',
      open: {},
      sealed: {
        llm_api_key: null,
        'file_storage.access_key_id': null,
        'file_storage.secret_access_key': null,
      },
    });
  });

  it('takes away members that another URI of the same type does not have', () => {
    const { was } = made(asBody({ alias: 'a', connection_uri: `postgresql://${LOGIN}@h:6543/d` }));
    const said = asBody({ alias: 'a', connection_uri: `postgresql://${LOGIN}@h/d` });
    expect(changed(was, said).body['payload']).toEqual({ host: 'h', port: null, database: 'd' });
  });

  it('keeps an echoed secret beside a changed host, so that core asks for it again', () => {
    const { was } = made(full);
    const said = asBody({
      ...connectionAnswer(was, tokenOf),
      ssh_settings: { host: 'elsewhere', username: 'u', password: 'token:ssh_settings.password' },
    });
    expect(changed(was, said).body).toMatchObject({
      transport: { ssh: { host: 'elsewhere', username: 'u' } },
    });
    expect(changed(was, said).body['transport']).not.toHaveProperty('ssh.password');
  });

  it('keeps the jump host, and the pinned host key of the same host', () => {
    const { was } = made(full);
    const ssh = { host: 'bastion', username: 'u', host_key: 'SHA256:x', jump: { host: 'j', username: 'v' } };
    const native = { ...was, view: { ...was.view, transport: { ssh } } };
    const answer = asBody(connectionAnswer(native, tokenOf));
    expect(changed(native, answer).body['transport']).toBeUndefined();
    const moved = asBody({ ...answer, ssh_settings: { host: 'elsewhere', username: 'u', password: 'q' } });
    expect(changed(native, moved).body['transport']).toEqual({
      ssh: { host: 'elsewhere', username: 'u', password: 'q', jump: ssh.jump },
    });
  });

  it('reads the file of a key again when the body has no private_key, and when the path is another', () => {
    const { was } = made(asBody({ ...full, path_to_credentials_file: 'id_rsa' }), 'KEY');
    const answer = asBody(connectionAnswer(was, tokenOf));
    expect(changed(was, answer).wanted).toBeNull();
    const without = asBody({
      ...answer,
      ssh_settings: { host: 'bastion', username: 'u', password: 'token:ssh_settings.password' },
    });
    expect(changed(was, without).wanted).toEqual({ path: 'id_rsa', as: 'ssh_key' });
    const other = asBody({ ...answer, path_to_credentials_file: 'other' });
    expect(changed(was, other, 'NEW').body['transport']).toMatchObject({ ssh: { private_key: 'NEW' } });
  });

  it('refuses the token of something else, for each field', () => {
    const { was } = made(full);
    const answer = connectionAnswer(was, tokenOf);
    const said = asBody({
      ...answer,
      connection_uri: 'foreign:1',
      llm_api_key: 'token:connection_uri',
      ssh_settings: { ...answer.ssh_settings, password: 'foreign:2' },
    });
    expect(() => changed(was, said)).toThrow(DomainError);
    try {
      changed(was, said);
    } catch (error) {
      const { errors = [] } = (error as DomainError).details;
      expect(errors.map(({ path }) => path).sort()).toEqual([
        'connection_uri',
        'llm_api_key',
        'ssh_settings.password',
      ]);
      expect(canonicalJson(errors as unknown as JsonObject[])).not.toContain('foreign:');
    }
  });
});

describe('a body that is not well formed', () => {
  it.each([
    [{}, ['alias', 'connection_uri']],
    [{ alias: 1, connection_uri: [] }, ['alias', 'connection_uri']],
    [{ alias: 'a', connection_uri: ' ' }, ['connection_uri']],
    [{ alias: 'a', connection_uri: 'u', use_ssh: 'yes' }, ['use_ssh']],
    [{ alias: 'a', connection_uri: 'u', use_ssh: true }, ['ssh_settings']],
    [
      { alias: 'a', connection_uri: 'u', use_ssh: true, ssh_settings: { password: 1 } },
      ['ssh_settings.host', 'ssh_settings.username', 'ssh_settings.password'],
    ],
    [{ alias: 'a', connection_uri: 'u', file_storage: { access_key_id: 'x' } }, ['file_storage.name']],
    [{ alias: 'a', connection_uri: 'u', file_storage: 'S3' }, ['file_storage']],
    [{ alias: 'a', connection_uri: 'u', schemas: 'public' }, ['schemas']],
    [{ alias: 'a', connection_uri: 'u', schemas: [1] }, ['schemas']],
    [{ alias: 'a', connection_uri: 'u', metadata: [] }, ['metadata']],
    [{ alias: 'a', connection_uri: 'u', llm_api_key: 'a\0b' }, ['llm_api_key']],
    ...['../id_rsa', '/etc/passwd', 's3://bucket/key', 'a/../b', 'C:\\key', 'a\\b'].map((path) => [
      { alias: 'a', connection_uri: 'u', path_to_credentials_file: path },
      ['path_to_credentials_file'],
    ]),
  ] as [object, string[]][])('%j', (body, paths) => {
    expect.assertions(1);
    try {
      readRequest(asBody(body));
    } catch (error) {
      expect((error as DomainError).details.errors?.map(({ path }) => path)).toEqual(paths);
    }
  });

  it('may hold members that nobody knows', () => {
    expect(readRequest(asBody({ alias: 'a', connection_uri: 'u', id: '1', what: {} })).alias).toBe('a');
  });
});
