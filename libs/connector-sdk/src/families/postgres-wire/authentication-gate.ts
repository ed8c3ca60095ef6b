import { Duplex } from 'node:stream';

import { ProbeError } from '../../probe/probe-error.js';
import type { KerberosInitiator } from '../../probe/kerberos.js';

const AUTHENTICATION = 0x52; // R
const PASSWORD_MESSAGE = 0x70; // p
const HEADER_BYTES = 5;
/** Nothing that a server says before the login is done is longer. */
const MAX_BYTES = 64 * 1024;
/** Messages before the login is done: authentication, error, notice, protocol negotiation. */
const KNOWN_TYPES = new Set(['R', 'E', 'N', 'v'].map((letter) => letter.charCodeAt(0)));

/** Kinds of authentication (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const OK = 0;
const GSS = 7;
const GSS_CONTINUE = 8;
/** Clear text, MD5, SASL and its continuations: what the driver answers itself. */
const DRIVER_KINDS = new Set([OK, 3, 5, 10, 11, 12]);

/**
 * Stands between server and driver until the login is done: it answers Kerberos itself, and stops what the
 * driver would throw out of band (pg 8.23: authentication kinds that it does not know) or buffer without end.
 */
export class AuthenticationGate extends Duplex {
  private waiting = Buffer.alloc(0);
  private open = false;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly inner: Duplex,
    private readonly kerberos: (() => Promise<KerberosInitiator>) | null,
    private initiator?: KerberosInitiator,
  ) {
    super();
    inner.on('data', (chunk: Buffer) => this.receive(chunk));
    inner.on('error', (error) => this.afterWork(() => this.destroy(error)));
    inner.on('end', () => this.afterWork(() => this.push(null)));
    inner.on('close', () => this.afterWork(() => this.close()));
  }

  /** A server that refuses a ticket says so and hangs up, while its last token is still being looked at. */
  private afterWork(action: () => void): void {
    void this.work.then(action);
  }

  private close(): void {
    if (this.readableLength === 0) this.destroy();
    else this.once('end', () => this.destroy());
  }

  override _read(): void {
    if (this.inner.isPaused()) this.inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.inner.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.inner.destroy();
    done(error);
  }

  private receive(chunk: Buffer): void {
    if (this.open) {
      if (!this.push(chunk)) this.inner.pause();
      return;
    }
    this.waiting = Buffer.concat([this.waiting, chunk]);
    this.work = this.work.then(() => this.pump()).catch((error: Error) => void this.destroy(error));
  }

  private async pump(): Promise<void> {
    while (!this.open && this.waiting.length >= HEADER_BYTES) {
      const type = this.waiting[0]!;
      const length = this.waiting.readUInt32BE(1) + 1;
      if (!KNOWN_TYPES.has(type) || length < HEADER_BYTES || length > MAX_BYTES) {
        throw new ProbeError('protocol_error', { step: 'authenticate' });
      }
      if (this.waiting.length < length) return;
      const message = this.waiting.subarray(0, length);
      this.waiting = this.waiting.subarray(length);
      if (type === AUTHENTICATION) await this.authentication(message);
      else this.push(message);
    }
    if (this.open && this.waiting.length > 0) {
      this.push(this.waiting);
      this.waiting = Buffer.alloc(0);
    }
  }

  private async authentication(message: Buffer): Promise<void> {
    if (message.length < HEADER_BYTES + 4) throw new ProbeError('protocol_error', { step: 'authenticate' });
    const kind = message.readUInt32BE(HEADER_BYTES);
    if (this.kerberos && (kind === GSS || kind === GSS_CONTINUE)) {
      this.initiator ??= await this.kerberos();
      const challenge = kind === GSS_CONTINUE ? message.subarray(HEADER_BYTES + 4).toString('base64') : '';
      const token = await this.initiator.step(challenge);
      if (token !== '') this.inner.write(passwordMessage(Buffer.from(token, 'base64')));
      return;
    }
    // A server that takes any user proves nothing about a ticket, but it is a login all the same.
    if (!DRIVER_KINDS.has(kind) || (this.kerberos && kind !== OK)) {
      throw new ProbeError('auth_method_not_supported');
    }
    this.push(message);
    if (kind === OK) this.open = true;
  }
}

function passwordMessage(token: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = PASSWORD_MESSAGE;
  header.writeUInt32BE(token.length + 4, 1);
  return Buffer.concat([header, token]);
}
