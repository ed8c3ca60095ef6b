import { connect, type Socket } from 'node:net';
import ssh2 from 'ssh2';

const { Server, utils } = ssh2;

/** An SSH server that lets everybody in and forwards to wherever it is asked. */
export class Bastion {
  /** `host:port`, as it was asked. */
  readonly forwarded: string[] = [];
  /** A line as of `known_hosts`, without the host. */
  readonly hostKey: string;
  private readonly server;

  constructor() {
    const key = utils.generateKeyPairSync('ed25519');
    this.hostKey = key.public.trim();
    this.server = new Server({ hostKeys: [key.private] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (attempt) => attempt.accept());
      client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
        this.forwarded.push(`${destIP}:${destPort}`);
        const channel = accept();
        const socket = connect(destPort, destIP);
        socket.on('error', () => channel.close());
        channel.on('error', () => socket.destroy());
        channel.pipe(socket).pipe(channel);
      });
    });
  }

  serve(socket: Socket): void {
    this.server.injectSocket(socket);
  }
}
