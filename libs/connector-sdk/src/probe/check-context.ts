import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { connectedSocket } from './connected-socket.js';
import type { AwsIdentity, ProbeContext, ProbeFiles } from './probe.js';
import type { CheckNetwork } from './probe-network.js';
import type { ErrorClassifier } from './probe-error.js';
import type { StepRecorder } from './step-recorder.js';
import type { StepName } from './steps.js';
import { tlsError } from './tls-errors.js';
import { handshake } from './tls-handshake.js';
import type { TlsPlan } from './tls-plan.js';

export interface ContextOptions {
  readonly signal: AbortSignal;
  readonly deadline: number;
  /** Milliseconds that a page of the visit's errand may take; 0 without one. */
  readonly pageMs: number;
  readonly recorder: StepRecorder;
  readonly tls: TlsPlan;
  readonly files: ProbeFiles;
  readonly temporaryFolder: string;
  readonly jdbcFolder: string | null;
  readonly awsIdentity: AwsIdentity | null;
}

/** What a connector's `open` sees of one check. */
export class CheckContext implements ProbeContext {
  readonly signal: AbortSignal;
  deadline: number;
  readonly tls: TlsPlan;
  readonly files: ProbeFiles;
  readonly temporaryFolder: string;
  readonly jdbcFolder: string | null;
  readonly awsIdentity: AwsIdentity | null;
  /** Set once by whoever makes the context: the network's https agent needs the context's TLS. */
  network!: CheckNetwork;

  constructor(private readonly options: ContextOptions) {
    const { signal, deadline, tls, files, temporaryFolder, jdbcFolder, awsIdentity } = options;
    this.signal = signal;
    this.deadline = deadline;
    this.tls = tls;
    this.files = files;
    this.temporaryFolder = temporaryFolder;
    this.jdbcFolder = jdbcFolder;
    this.awsIdentity = awsIdentity;
  }

  remainingMs(): number {
    return Math.max(1, this.deadline - Date.now());
  }

  statementMs(): number {
    return Math.max(this.remainingMs(), this.options.pageMs);
  }

  step<T>(name: StepName, work: () => Promise<T>, classify?: ErrorClassifier): Promise<T> {
    return this.options.recorder.run(name, work, classify);
  }

  async startTls(socket: Socket, host: string): Promise<TLSSocket> {
    const { recorder } = this.options;
    recorder.begin('tls');
    try {
      const secure = await handshake(socket, host, this.tls, this.signal);
      this.tlsDone(true);
      secure.once('error', (error: Error) => this.lateRefusal(error));
      return connectedSocket(secure) as TLSSocket;
    } catch (error) {
      throw recorder.fail('tls', error);
    }
  }

  /** In TLS 1.3 a server looks at the client's certificate when the handshake is over for the client (RFC 8446 section 2). */
  private lateRefusal(error: Error): void {
    if (tlsError(error)?.code.startsWith('tls_client_certificate')) this.options.recorder.fail('tls', error);
  }

  tlsDone(encrypted: boolean): void {
    const { recorder, tls } = this.options;
    if (!encrypted) recorder.warn('tls', 'tls_not_used');
    else if (!tls.verifiesAuthority) recorder.warn('tls', 'tls_not_verified');
    else recorder.pass('tls');
  }
}
