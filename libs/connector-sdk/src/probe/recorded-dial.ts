import type { Socket } from 'node:net';

import type { Egress } from '#platform/egress';

import { classifyError } from './classify-error.js';
import { ProbeError } from './probe-error.js';
import type { StepRecorder } from './step-recorder.js';

export interface DialOptions {
  readonly egress: Egress;
  readonly recorder: StepRecorder;
  readonly signal: AbortSignal;
  remainingMs(): number;
}

/** Time that is left for saying `connect_timeout`, rather than that the check as a whole ran out of time. */
const REPORT_MS = 100;

/** Connects through the egress policy and records `resolve` and `connect`. @throws ProbeError */
export async function recordedDial(options: DialOptions, host: string, port: number): Promise<Socket> {
  const { egress, recorder, signal } = options;
  let resolved = false;
  recorder.begin('resolve');
  const onResolved = (): void => {
    resolved = true;
    recorder.pass('resolve');
    recorder.begin('connect');
  };
  const remaining = options.remainingMs();
  const timeoutMs = Math.max(remaining - REPORT_MS, remaining * 0.7);
  try {
    const socket = await egress.connect(host, port, { signal, timeoutMs, onResolved });
    recorder.pass('connect');
    return socket;
  } catch (error) {
    throw recorder.fail(resolved ? 'connect' : 'resolve', connectFailure(error, port));
  }
}

function connectFailure(error: unknown, port: number): ProbeError {
  const { code, cause } = classifyError(error);
  return new ProbeError(code === 'timeout' ? 'connect_timeout' : code, { facts: { port }, cause });
}
