import { Duplex } from 'node:stream';

import { endsMessage, packetLength, PRELOGIN, TABULAR_RESULT, toPackets } from './packets.js';
import { preloginAnswerForDriver } from './prelogin.js';

/**
 * What the driver takes for its socket: it answers the driver's own beginning of the connection, which the
 * server has seen already, and passes on what comes after it.
 */
export class DriverSocket extends Duplex {
  private begun = Buffer.alloc(0);
  private answered = false;

  constructor(private readonly inner: Duplex) {
    super();
    // An error that comes late must find a listener.
    this.on('error', () => undefined);
    inner.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) inner.pause();
    });
    inner.on('error', (error) => this.destroy(error));
    inner.on('end', () => this.push(null));
    inner.on('close', () => this.destroy());
  }

  override _read(): void {
    if (this.inner.isPaused()) this.inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.answered) {
      this.inner.write(chunk, done);
      return;
    }
    this.begun = Buffer.concat([this.begun, chunk]);
    const length = packetLength(this.begun, [PRELOGIN]);
    if (length !== undefined && this.begun.length >= length && endsMessage(this.begun)) {
      this.answered = true;
      this.push(toPackets(TABULAR_RESULT, preloginAnswerForDriver()));
    }
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.inner.destroy();
    done(error);
  }
}
