import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { type Egress, type EgressPolicy, hostBehindBastion, type LocalListener } from '#platform/egress';

import { classifyError } from './classify-error.js';
import { connectedSocket } from './connected-socket.js';
import { httpAgents } from './http-agents.js';
import type { AllowedPlace, ProbeNetwork } from './probe.js';
import { ProbeError } from './probe-error.js';
import { recordedDial } from './recorded-dial.js';
import type { HostKeyBook } from './ssh-host-keys.js';
import type { SshHopTarget } from './ssh-hop.js';
import { SshTunnel } from './ssh-tunnel.js';
import type { StepRecorder } from './step-recorder.js';

export interface NetworkOptions {
  readonly egress: Egress;
  readonly policy: EgressPolicy;
  readonly recorder: StepRecorder;
  readonly signal: AbortSignal;
  remainingMs(): number;
  readonly hops: readonly SshHopTarget[];
  readonly book: HostKeyBook;
  /** TLS for the https agent. */
  secure(socket: Socket, host: string): Promise<Socket>;
}

/** The network of one check: every socket it opened is closed with it. */
export class CheckNetwork implements ProbeNetwork {
  readonly tunnelled: boolean;
  readonly lookup: LookupFunction;
  private readonly opened = new Set<Duplex>();
  private readonly listeners: LocalListener[] = [];
  private closed = false;
  private readonly tunnel: SshTunnel | undefined;

  constructor(private readonly options: NetworkOptions) {
    const { egress, hops } = options;
    this.tunnelled = hops.length > 0;
    this.lookup = this.tunnelled ? refuseLookup : egress.lookup;
    if (this.tunnelled) {
      this.tunnel = new SshTunnel({
        hops,
        book: options.book,
        signal: options.signal,
        remainingMs: () => options.remainingMs(),
        dial: async (host, port) => this.keep(await recordedDial(options, host, port)),
        reachable: (host, port) => requireReachable(options.policy, host, port),
      });
    }
  }

  async dial(host: string, port: number): Promise<Socket> {
    const { tunnel } = this;
    if (!tunnel) return connectedSocket(this.keep(await recordedDial(this.options, host, port)));
    const { recorder, policy } = this.options;
    const reachable = requireReachable(policy, host, port);
    return recorder.run('ssh', async () => connectedSocket(this.keep(await tunnel.dial(reachable, port))));
  }

  agents(allowed: readonly AllowedPlace[]): ReturnType<ProbeNetwork['agents']> {
    return httpAgents(
      allowed,
      (host, port) => this.dial(host, port),
      (socket, host) => this.options.secure(socket, host),
    );
  }

  async proxy(allowed: readonly AllowedPlace[]) {
    return this.listening(await this.options.egress.proxy(allowed, (host, port) => this.dial(host, port)));
  }

  async forward(host: string, port: number, { secure = false }: { readonly secure?: boolean } = {}) {
    const open = async (to: string, at: number): Promise<Socket> => {
      const socket = await this.dial(to, at);
      return secure ? this.options.secure(socket, to) : socket;
    };
    return this.listening(await this.options.egress.forward(host, port, open));
  }

  /** Ends everything that is still open; never throws. */
  async close(): Promise<void> {
    this.closed = true;
    for (const stream of this.opened) stream.on('error', () => undefined).destroy();
    this.tunnel?.close();
    await Promise.allSettled(this.listeners.map((listener) => listener.close()));
  }

  private keep<S extends Duplex>(stream: S): S {
    this.opened.add(stream);
    stream.once('close', () => this.opened.delete(stream));
    // A late reset must not end the process; whoever uses the stream has listeners of its own.
    stream.on('error', () => undefined);
    // A driver that tries again does so while nobody waits any more.
    if (this.closed) stream.destroy();
    return stream;
  }

  private listening<L extends LocalListener>(listener: L): L {
    this.listeners.push(listener);
    return listener;
  }
}

/** @throws ProbeError `egress_denied`, `dns_not_found` */
function requireReachable(policy: EgressPolicy, host: string, port: number): string {
  try {
    return hostBehindBastion(policy, host, port);
  } catch (error) {
    throw classifyError(error);
  }
}

const refuseLookup: LookupFunction = (_host, _options, done) => {
  done(new ProbeError('unsupported_transport'), '');
};
