import type { FastifyRequest } from 'fastify';
import {
  DomainError,
  type ErrorKind,
  forbidden,
  malformed,
  notFound,
  unauthenticated,
} from '#platform/errors';
import { synthoErrorShape } from './error-shape.js';

const SECRET = 'a secret of the cause';
const request = { id: 'request-1' } as FastifyRequest;
const shape = (error: DomainError) => {
  const { status, body } = synthoErrorShape(error, request);
  return { status, body: body as Record<string, unknown> };
};
const domain = (kind: ErrorKind, code = kind as string) =>
  Object.assign(new DomainError(kind, code, `It is ${kind}.`), { cause: new Error(SECRET) });

describe('an error of the Syntho contract', () => {
  it.each<[string, DomainError, number, string]>([
    ['no credential', unauthenticated('credential_missing', 'Who?'), 401, 'Not authenticated'],
    ['no permission', forbidden('permission_denied', 'No.'), 403, 'Not permitted'],
    ['a project that is not there', notFound('project'), 404, 'Not found'],
    ['a body that is no JSON', malformed('json_malformed', 'The body is not JSON.'), 400, 'Invalid request'],
    ['a project that must be chosen', malformed('project_required', 'Which?'), 400, 'Invalid request'],
    ['too many requests', domain('too_many', 'rate_limited'), 429, 'Too many requests'],
    ['no free place for a test', domain('unavailable', 'prober_busy'), 503, 'Service unavailable'],
    ['a body that is too large', domain('too_large'), 413, 'Request failed'],
    ['what nobody expected', domain('internal', 'internal_error'), 500, 'Service unavailable'],
  ])('for %s has its status and shape', (_, error, status, title) => {
    const answer = shape(error);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      id: 'request-1',
      code: error.code,
      title,
      body: error.message,
      durability: 'temporary',
      duration: 5000,
      kind: 'error',
      details: null,
      payload: null,
      action: null,
      display: 'notification',
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
  });

  it('for a rule of core is 400, with every message beneath its field', () => {
    const errors = [
      { path: 'host', rule: 'format', message: 'host must be a host name.' },
      { path: 'host', rule: 'max', message: 'host must be shorter.' },
      { path: 'hooks_params.SSL.ca', rule: 'pem', message: 'hooks_params.SSL.ca must be PEM.' },
    ];
    const { status, body } = shape(new DomainError('invalid', 'validation_failed', 'Not valid.', { errors }));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      kind: 'error',
      display: 'field',
      details: {
        host: ['host must be a host name.', 'host must be shorter.'],
        'hooks_params.SSL.ca': ['hooks_params.SSL.ca must be PEM.'],
      },
    });
  });

  it('for a secret that was not sent again says so', () => {
    const errors = [
      { path: 'hooks_params.SSL.key_filename', rule: 'secret_reentry_required', message: 'Upload it again.' },
    ];
    const { body } = shape(new DomainError('malformed', 'invalid_connection', 'Not valid.', { errors }));
    expect(body).toMatchObject({ details: { 'hooks_params.SSL.key_filename': ['Upload it again.'] } });
  });
});
