import type { OutgoingHttpHeaders } from 'node:http';

import { kerberosInitiator, type ProbeContext, type ProbeTarget, textOf } from '#connector-sdk/opening';

/** The service of a Kerberos principal that stands for a web server (RFC 4559). */
const WEB_SERVICE = 'HTTP';

/** Makes the headers of one request: who asks, and what proves it. */
export function loginHeaders(target: ProbeTarget, context: ProbeContext): () => Promise<OutgoingHttpHeaders> {
  const { payload, credential } = target;
  const secrets = credential?.payload;
  const session = sessionHeaders(target);
  switch (credential?.type) {
    case 'TOKEN': {
      const authorization = `Bearer ${textOf(secrets, 'token') ?? ''}`;
      return async () => ({ ...session, authorization });
    }
    case 'SIMPLE': {
      const password = textOf(secrets, 'password') ?? '';
      const login = `${textOf(secrets, 'username') ?? ''}:${password}`;
      // Without a password there is nothing to prove, and a cluster without authentication takes no login.
      const proof =
        password === '' ? {} : { authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}` };
      return async () => ({ ...session, ...proof });
    }
    case 'KERBEROS':
      return async () => {
        const host = textOf(payload, 'host') ?? '';
        const initiator = await kerberosInitiator(target, context, {
          service: WEB_SERVICE,
          host,
          mechanism: 'spnego',
        });
        return { ...session, authorization: `Negotiate ${await initiator.step('')}` };
      };
    default:
      return async () => session;
  }
}

/** Who the session belongs to (https://trino.io/docs/current/develop/client-protocol.html#client-request-headers). */
function sessionHeaders({ payload, credential }: ProbeTarget): OutgoingHttpHeaders {
  const user = textOf(credential?.payload, 'username') ?? textOf(payload, 'user');
  return {
    'content-type': 'text/plain; charset=utf-8',
    'x-trino-source': 'patchbay-check',
    // Headers hold bytes; the cluster takes them for UTF-8.
    ...(user === undefined ? {} : { 'x-trino-user': Buffer.from(user, 'utf8').toString('latin1') }),
  };
}
