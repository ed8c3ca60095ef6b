import type { Client } from 'ssh2';
import type { Duplex } from 'node:stream';

import { ProbeError } from './probe-error.js';
import { sshForward, sshLogin, type SshLoginOptions } from './ssh-client.js';
import type { HostKeyBook } from './ssh-host-keys.js';
import type { SshHopTarget } from './ssh-hop.js';

/** Key algorithms by family; a server shows one of its keys, the first that both sides know. */
const FAMILIES: readonly (readonly string[])[] = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
];

/** Failures after which the server may still show the expected key, when asked for another kind. */
const KEY_NOT_FOUND = new Set<string>(['ssh_host_key_changed', 'ssh_failed', 'connection_closed']);

export interface SshTunnelOptions {
  readonly hops: readonly SshHopTarget[];
  readonly book: HostKeyBook;
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Opens the way to the first hop, through the egress policy. */
  dial(host: string, port: number): Promise<Duplex>;
  /** The host of a hop behind another one, as it may be asked for. @throws ProbeError */
  reachable(host: string, port: number): string;
}

/** The SSH servers of one check, logged in at most once. */
export class SshTunnel {
  private readonly clients: Client[] = [];
  private ready: Promise<Client> | undefined;

  constructor(private readonly options: SshTunnelOptions) {}

  /** A channel to the target, seen from the last hop. @throws ProbeError */
  async dial(host: string, port: number): Promise<Duplex> {
    const client = await this.open();
    return sshForward(client, host, port, this.options.signal);
  }

  /** Logs in at every hop. @throws ProbeError */
  open(): Promise<Client> {
    return (this.ready ??= this.connect());
  }

  close(): void {
    for (const client of this.clients.reverse()) {
      client.on('error', () => undefined);
      client.destroy();
    }
  }

  private async connect(): Promise<Client> {
    const { dial, reachable, signal } = this.options;
    let last: Client | undefined;
    for (const hop of this.options.hops) {
      const { host, port } = hop;
      const before = last;
      last = await this.login(hop, async () =>
        before ? sshForward(before, reachable(host, port), port, signal) : dial(host, port),
      );
      last.on('error', () => undefined);
      this.clients.push(last);
    }
    return last!;
  }

  /**
   * A fingerprint does not say of which kind the key is: when the server's first choice is another one, it
   * is asked for its keys of the other kinds. No credential is sent before one matches.
   */
  private async login(hop: SshHopTarget, way: () => Promise<Duplex>): Promise<Client> {
    const { book, signal } = this.options;
    const expected = book.expected(hop.host, hop.port, hop.hostKey);
    const tries = triesFor(expected?.keyType);
    let failure: ProbeError | undefined;
    for (const hostKeyAlgorithms of tries) {
      const options: SshLoginOptions = {
        book,
        signal,
        timeoutMs: this.options.remainingMs(),
        ...(hostKeyAlgorithms ? { hostKeyAlgorithms } : {}),
      };
      try {
        return await sshLogin(await way(), hop, options);
      } catch (error) {
        if (!(error instanceof ProbeError) || !KEY_NOT_FOUND.has(error.code)) throw error;
        // A server without keys of one kind ends the handshake; a key that differs says more than that.
        if (failure === undefined || error.code === 'ssh_host_key_changed') failure = error;
      }
    }
    throw failure!;
  }
}

/** Undefined stands for the server's own choice. */
function triesFor(keyType: string | null | undefined): readonly (readonly string[] | undefined)[] {
  if (keyType === undefined) return [undefined];
  if (keyType === null) return [undefined, ...FAMILIES];
  const family = FAMILIES.find((one) => one.includes(keyType));
  return family ? [family, undefined] : [undefined];
}
