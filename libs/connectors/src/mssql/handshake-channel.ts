import { Duplex } from 'node:stream';

import { HEADER_BYTES, packetLength, PRELOGIN, TABULAR_RESULT, toPackets } from './packets.js';

/**
 * What TLS runs on: until the handshake is done its bytes travel inside packets, afterwards by themselves
 * (MS-TDS section 3.2.5.2).
 */
export class HandshakeChannel extends Duplex {
  private waiting = Buffer.alloc(0);
  private wrapping = true;

  constructor(private readonly inner: Duplex) {
    super();
    // An error that comes late must find a listener.
    this.on('error', () => undefined);
    inner.on('data', (chunk: Buffer) => this.receive(chunk));
    inner.on('error', (error) => this.destroy(error));
    inner.on('end', () => this.push(null));
    inner.on('close', () => this.destroy());
  }

  /** From here on nothing is put into packets any more. */
  handshakeDone(): void {
    this.wrapping = false;
    const rest = this.waiting;
    this.waiting = Buffer.alloc(0);
    if (rest.length > 0) this.push(rest);
  }

  override _read(): void {
    if (this.inner.isPaused()) this.inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.inner.write(this.wrapping ? toPackets(PRELOGIN, chunk) : chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.inner.destroy();
    done(error);
  }

  private receive(chunk: Buffer): void {
    if (!this.wrapping) {
      if (!this.push(chunk)) this.inner.pause();
      return;
    }
    this.waiting = Buffer.concat([this.waiting, chunk]);
    try {
      this.unwrap();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  private unwrap(): void {
    for (;;) {
      const length = packetLength(this.waiting, [PRELOGIN, TABULAR_RESULT]);
      if (length === undefined || this.waiting.length < length) return;
      const body = this.waiting.subarray(HEADER_BYTES, length);
      this.waiting = this.waiting.subarray(length);
      // May end the handshake before it returns.
      this.push(body);
      if (!this.wrapping) return;
    }
  }
}
