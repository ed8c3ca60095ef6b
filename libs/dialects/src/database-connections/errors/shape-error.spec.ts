import { type CheckCode } from '#connector-sdk';
import { statusOf } from '#http';
import {
  conflict,
  DomainError,
  forbidden,
  invalid,
  invalidField,
  malformed,
  notFound,
} from '#platform/errors';
import { shapeError } from './shape-error.js';

const SECRET = 'c4n4ry-s3cret';
const REQUEST = {
  alias: 'sales',
  use_ssh: true,
  connection_uri: `postgresql://u:${SECRET}@h/d`,
  llm_api_key: SECRET,
  ssh_settings: { host: 'bastion', username: 'u', port: 22, password: SECRET, private_key: SECRET },
  file_storage: { name: 'S3', secret_access_key: SECRET, access_key_id: SECRET },
  path_to_credentials_file: 'keys/id_rsa',
  schemas: ['public'],
  metadata: { note: SECRET },
};
const DETAIL = {
  alias: 'sales',
  use_ssh: true,
  path_to_credentials_file: 'keys/id_rsa',
  schemas: ['public'],
  ssh_settings: { host: 'bastion', username: 'u', port: 22 },
};

const shape = (error: DomainError, ...request: readonly unknown[]) =>
  shapeError(error, statusOf(error.kind), request.length === 0 ? REQUEST : request[0]);

function checkFailed(step: string, code: CheckCode, status: 'failed' | 'warning' = 'failed'): DomainError {
  const steps = [
    { step: 'resolve', status: 'ok', code: null, message: null, hint: null, ms: 10 },
    { step: 'tls', status: 'warning', code: 'tls_not_used', message: 'Another.', hint: 'Another.', ms: 10 },
    { step, status, code, message: 'What happened.', hint: 'What to do.', ms: 10 },
  ];
  const check = { ok: status === 'warning', duration_ms: 10, server: null, steps };
  return new DomainError('invalid', 'check_failed', 'The check failed.', { check });
}

const UNABLE = 'Unable to connect to db: sales';

/** What an error is called; absent members are any of ours. */
interface Said {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly description?: string;
}

describe('an error of this contract', () => {
  it.each<[name: string, error: DomainError, said: Said]>([
    [
      'a body that is no JSON',
      malformed('json_malformed', 'Not JSON.'),
      { status: 400, code: 'invalid_request' },
    ],
    [
      'a bad member',
      invalidField('alias', 'required', 'alias is required.'),
      { status: 400, code: 'invalid_request', description: 'alias is required.' },
    ],
    [
      'a URI that is none',
      invalidField('connection_uri', 'host', 'connection_uri: A host.', 'invalid_database_uri_format'),
      { status: 400, code: 'invalid_database_uri_format' },
    ],
    [
      'a list of schemas that means nothing',
      invalidField('schemas', 'unsupported', 'None.', 'schema_not_supported'),
      { status: 400, code: 'schema_not_supported' },
    ],
    [
      'a refused login',
      checkFailed('authenticate', 'auth_failed'),
      {
        status: 400,
        code: 'invalid_database_connection',
        message: UNABLE,
        description: 'What happened. What to do.',
      },
    ],
    [
      'a refused login at the SSH server',
      checkFailed('ssh', 'ssh_auth_failed'),
      { status: 400, code: 'ssh_invalid_database_connection', message: UNABLE },
    ],
    [
      'an empty database',
      checkFailed('list', 'nothing_visible', 'warning'),
      { status: 400, code: 'empty_database', description: 'What happened. What to do.' },
    ],
    [
      'a refresh that failed',
      new DomainError('invalid', 'refresh_failed', 'The login was refused.'),
      { status: 400, code: 'invalid_database_connection', description: 'The login was refused.' },
    ],
    [
      'a taken alias',
      conflict('connection_exists', 'Taken.'),
      { status: 400, code: 'db_connection_alias_exists' },
    ],
    [
      'a secret that would go elsewhere',
      invalid(
        ['credential', 'transport.ssh.private_key_passphrase'].map((path) => ({
          path,
          rule: 'secret_reentry_required',
          message: `${path} must be sent again.`,
        })),
        'secret_reentry_required',
      ),
      {
        status: 400,
        code: 'secret_reentry_required',
        description:
          'connection_uri must be sent again. ssh_settings.private_key_password must be sent again.',
      },
    ],
    [
      'no project',
      malformed('project_required', 'Name one.'),
      { status: 400, code: 'project_required', message: 'Name one.' },
    ],
    ['an unknown connection', notFound('connection'), { status: 404, code: 'database_connection_not_found' }],
    ['an unknown table', notFound('table'), { status: 404, code: 'table_description_not_found' }],
    ['an unknown project', notFound('project'), { status: 404, code: 'project_not_found' }],
    [
      'an unknown caller',
      new DomainError('unauthenticated', 'credential_invalid', 'No.'),
      { status: 401, code: 'credential_invalid' },
    ],
    [
      'a caller who may not',
      forbidden('permission_denied', 'No.'),
      { status: 403, code: 'permission_denied' },
    ],
    [
      'too much at once',
      new DomainError('too_many', 'quota_exceeded', 'Too much.', { retryAfter: 3 }),
      { status: 429, code: 'quota_exceeded' },
    ],
    ['a full quota', conflict('quota_exceeded', 'Full.'), { status: 409, code: 'quota_exceeded' }],
    [
      'no prober',
      new DomainError('unavailable', 'probers_busy', 'Busy.'),
      { status: 503, code: 'unknown_error', description: '' },
    ],
    [
      'a bug',
      new DomainError('internal', 'internal_error', SECRET),
      { status: 500, code: 'unknown_error', description: '' },
    ],
  ])('says %s', (_, error, { status, code, message, description }) => {
    const shaped = shape(error);
    expect(shaped).toEqual({
      status,
      body: {
        error_code: code,
        message: message ?? (expect.stringMatching(/\.$/) as string),
        description: description ?? (expect.any(String) as string),
        detail: DETAIL,
      },
    });
    expect(JSON.stringify(shaped)).not.toContain(SECRET);
    expect(JSON.stringify(shaped.body)).not.toMatch(/payload|credential\b|transport/);
  });

  it.each([
    ['payload.host must be a host name.', 'connection_uri must be a host name.'],
    ['transport.ssh.host is required.', 'ssh_settings.host is required.'],
    ['transport.tls.mode must be one of disable.', 'connection_uri.mode must be one of disable.'],
    ['credential.payload.private_key is required.', 'path_to_credentials_file.private_key is required.'],
    ['name must have 1 to 255 characters.', 'alias must have 1 to 255 characters.'],
    ['schemas[0] must be a text.', 'schemas[0] must be a text.'],
  ])('calls core’s members by its own names: %s', (native, own) => {
    const [path = ''] = native.split(' ');
    expect(shape(invalidField(path, 'rule', native)).body.description).toBe(own);
  });

  it('says which member a sentence is about', () => {
    const error = invalidField('path_to_credentials_file', 'exists', 'There is no such file here.');
    expect(shape(error).body.description).toBe('path_to_credentials_file: There is no such file here.');
  });

  it.each([
    [undefined, null],
    ['text', null],
    [[], null],
    [{}, null],
    [{ alias: 7 }, null],
    [{ alias: 'a'.repeat(256) }, null],
    [
      { alias: 'a', path_to_credentials_file: `{"private_key": "${SECRET}"}` },
      { alias: 'a', use_ssh: false },
    ],
    [
      { alias: 'a', ssh_settings: { host: `u:${SECRET}@h`, port: SECRET } },
      { alias: 'a', use_ssh: false, ssh_settings: {} },
    ],
    [
      { alias: 'a', use_ssh: SECRET, schemas: SECRET },
      { alias: 'a', use_ssh: false },
    ],
  ])('says back of %j what is no secret', (request, detail) => {
    expect(shape(notFound('connection'), request).body.detail).toEqual(detail);
  });
});
