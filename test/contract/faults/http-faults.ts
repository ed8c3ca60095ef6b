import { createServer } from 'node:http';

import type { CheckCode } from '#connector-sdk';

import { startEncryptingServer } from '../../support/encrypting-server.js';
import type { Fault } from '../fault.js';
import { overTls } from './place.js';
import { speaksHttp } from './protocols.js';

interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const HTML = { 'content-type': 'text/html' };
/** Retried by whoever is told to wait, if the wait is short. */
const AT_ONCE = { 'retry-after': '1' };

const REFUSED: readonly CheckCode[] = [
  'auth_failed',
  'auth_method_not_supported',
  'permission_denied',
  'auth_expired',
];

/** A service that gives each request this answer, over TLS that is as it should be. */
function httpFault(name: string, answer: HttpAnswer, means: readonly CheckCode[]): Fault {
  return {
    name,
    group: 'http',
    happensTo: speaksHttp,
    means,
    provoke: async (subject, { certificates }) => {
      const { status, headers, body = '' } = answer;
      const http = createServer((request, response) => {
        request.resume().once('end', () => response.writeHead(status, headers).end(body));
      });
      const server = await startEncryptingServer({
        greets: false,
        handshake: await certificates.trusted(),
        then: (stream) => void http.emit('connection', stream),
      });
      return overTls(subject, server, certificates.ca);
    },
  };
}

/** What services answer instead of what was asked, without a word of their own protocol. */
export const HTTP_FAULTS: readonly Fault[] = [
  httpFault('service that answers 401', { status: 401 }, REFUSED),
  // To Snowflake's driver it is the answer for an account that does not exist.
  httpFault('service that answers 403', { status: 403 }, [...REFUSED, 'service_not_found']),
  httpFault('service that answers 404', { status: 404 }, [
    'protocol_error',
    'bucket_not_found',
    'database_not_found',
    'schema_not_found',
    'service_not_found',
    'warehouse_not_found',
  ]),
  httpFault('service that answers 429', { status: 429, headers: AT_ONCE }, [
    'rate_limited',
    'too_many_connections',
  ]),
  httpFault('service that answers 500', { status: 500 }, ['server_error', 'server_unavailable']),
  httpFault('service that answers 503', { status: 503, headers: AT_ONCE }, [
    'server_unavailable',
    'rate_limited',
  ]),
  httpFault(
    'service that sends the client elsewhere',
    { status: 307, headers: { location: 'https://169.254.169.254/latest/' } },
    ['redirect_outside_target'],
  ),
  httpFault(
    'sign-in page in place of the service',
    { status: 200, headers: HTML, body: '<!doctype html><html><body>Sign in</body></html>' },
    ['protocol_error'],
  ),
];
