import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { LISTENER_HOST, ownListeners } from './own-listeners.js';

/** A server on the loopback, with every stream that came or went through it, so that all end together. */
export class LocalServer {
  private readonly streams = new Set<Duplex>();
  private readonly closing = new AbortController();
  private port = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.keep(socket.setNoDelay(true)));
  }

  /** Listens on a free port of 127.0.0.1 and makes it known to the guard. */
  static async start(server: Server): Promise<LocalServer> {
    const local = new LocalServer(server);
    local.port = await ownListeners.starting(async () => {
      server.listen({ host: LISTENER_HOST, port: 0 });
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    });
    return local;
  }

  /** The members that each listener shows. */
  get address(): { readonly host: '127.0.0.1'; readonly port: number } {
    return { host: LISTENER_HOST, port: this.port };
  }

  /** Aborted when the server closes. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  /** Ends the stream with the server. An error ends that stream alone, not the process. */
  keep(stream: Duplex): void {
    if (this.signal.aborted) {
      stream.destroy();
      return;
    }
    this.streams.add(stream);
    stream.on('error', () => stream.destroy());
    stream.once('close', () => this.streams.delete(stream));
  }

  /** Takes no further connection; those that exist go on. */
  stopListening(): void {
    ownListeners.delete(this.port);
    this.server.close();
  }

  /** Stops listening and ends all streams. */
  async close(): Promise<void> {
    if (this.signal.aborted) return;
    const closed = this.server.listening ? once(this.server, 'close') : Promise.resolve();
    this.stopListening();
    this.closing.abort(new Error('The local listener is closed.'));
    for (const stream of this.streams) stream.destroy();
    await closed;
  }
}
