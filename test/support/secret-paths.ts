import type { Connector } from '#connector-sdk';
import { type ConnectionBody, memberAt } from './full-connection.js';

const TRANSPORT_SECRETS = [
  'transport.ssh.password',
  'transport.ssh.private_key',
  'transport.ssh.private_key_passphrase',
  'transport.ssh.jump.password',
  'transport.ssh.jump.private_key',
  'transport.ssh.jump.private_key_passphrase',
  'transport.tls.key',
];

/** The secrets that a body brings, as errors name them; the credential counts as one. */
export function secretPathsOf(connector: Connector, body: ConnectionBody): string[] {
  const ofPayload = Object.keys(connector.splitPayload(body.payload).secrets);
  const ofTransport = TRANSPORT_SECRETS.filter((path) => memberAt(body as never, path) !== undefined);
  return ['credential', ...ofPayload, ...ofTransport];
}
