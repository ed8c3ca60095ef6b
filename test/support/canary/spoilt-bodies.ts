import type { JsonObject, JsonValue } from '#connector-sdk';
import { type ConnectionBody, withMember } from '../full-connection.js';
import type { Canaries } from './canaries.js';

/** A body that is refused, although every value in it is a secret to somebody. */
export interface SpoiltBody {
  readonly what: string;
  readonly text: string;
  readonly contentType?: string;
  readonly status: number;
}

const JSON_TYPE = 'application/json';

/** Ways to get a connection's body wrong, each with canaries at the wrong place. */
export function spoiltBodies(body: ConnectionBody, canaries: Canaries): SpoiltBody[] {
  const object = body as unknown as JsonObject;
  const secret = () => canaries.next();
  const unknownAt = ['', 'payload.', 'credential.', 'credential.payload.'].filter(
    (place) => place !== 'credential.payload.' || body.credential.type !== 'GENERIC_MAP',
  );
  const wrong: [string, JsonValue][] = [
    ['type', secret()],
    ['type', [secret()]],
    ['name', `${secret()}\u0007`],
    ['name', { first: secret() }],
    ['name', secret().repeat(30)],
    ['payload', secret()],
    ['payload', [secret(), { deep: secret() }]],
    ['credential', secret()],
    ['credential', [secret()]],
    ['credential.type', secret()],
    ['credential.id', secret()],
    ['credential.payload', [secret()]],
    ['credential.payload', { password: { nested: secret() }, token: [secret()], secret: 1, key: secret() }],
    ['transport', secret()],
    ['transport.ssh', secret()],
    ['transport.ssh.host', `${secret()} `],
    ['transport.ssh.port', secret()],
    ['transport.ssh.password', { nested: secret() }],
    ['transport.tls.mode', secret()],
    ['transport.tls.ca', secret()],
    ['transport.kerberos.kdc', `${secret()}/`],
    ['id', secret()],
    ['created_by', secret()],
    ...Object.keys(body.payload).map((key): [string, JsonValue] => [
      `payload.${key}`,
      { nested: { deeper: secret() } },
    ]),
  ];
  const text = JSON.stringify(object);
  return [
    ...unknownAt.map((place) => ({
      what: `an unknown member ${place}`,
      text: JSON.stringify(withMember(object, `${place}surprise`, secret())),
      status: 422,
    })),
    ...wrong.map(([path, value]) => ({
      what: `a wrong ${path}`,
      text: JSON.stringify(withMember(object, path, value)),
      status: 422,
    })),
    { what: 'JSON that ends early', text: text.slice(0, -1), status: 400 },
    { what: 'JSON that is none', text: `{"password": ${secret()}}`, status: 400 },
    { what: 'a text', text: JSON.stringify(secret()), status: 422 },
    { what: 'a list', text: JSON.stringify([secret()]), status: 422 },
    { what: 'a prototype', text: `{"__proto__": {"password": "${secret()}"}}`, status: 400 },
    { what: 'too deep', text: `${'['.repeat(21)}"${secret()}"${']'.repeat(21)}`, status: 400 },
    { what: 'too large', text: JSON.stringify({ ...object, filler: secret().repeat(20_000) }), status: 413 },
    {
      what: 'a form',
      text: `password=${secret()}`,
      contentType: 'application/x-www-form-urlencoded',
      status: 415,
    },
  ].map((spoilt) => ({ contentType: JSON_TYPE, ...spoilt }));
}
