import { isJsonObject, type JsonObject } from '../json/json.js';
import { SSH_PORT } from '../transport/ssh-port.js';

/** One SSH server on the way, with its secrets. */
export interface SshHopTarget {
  readonly name: 'ssh' | 'jump';
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string | undefined;
  readonly privateKey: string | undefined;
  readonly passphrase: string | undefined;
  /** A fingerprint or a public key line, as the user gave it. */
  readonly hostKey: string | undefined;
}

/** The hops of a transport in the order in which they are passed; none without SSH. */
export function sshHops(transport: JsonObject | null): SshHopTarget[] {
  const ssh = transport?.['ssh'];
  if (!isJsonObject(ssh)) return [];
  const jump = ssh['jump'];
  return [...(isJsonObject(jump) ? [hopOf('jump', jump)] : []), hopOf('ssh', ssh)];
}

function hopOf(name: 'ssh' | 'jump', hop: JsonObject): SshHopTarget {
  const text = (key: string): string | undefined => {
    const value = hop[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    name,
    host: text('host') ?? '',
    port: Number(hop['port'] ?? SSH_PORT),
    username: text('username') ?? '',
    password: text('password'),
    privateKey: text('private_key'),
    passphrase: text('private_key_passphrase'),
    hostKey: text('host_key'),
  };
}
