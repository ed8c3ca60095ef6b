import { type Connector, type StepReport } from '#connector-sdk';
import { explainStep } from '#core';

import type { Canaries, Trace } from '../support/canary/canaries.js';
import type { LoopbackServer } from '../support/loopback-server.js';
import type { ContractProber } from './contract-prober.js';
import type { Fault, Surroundings, Verdict } from './fault.js';
import type { Subject } from './subject.js';

/** What one fault did to one type. */
export interface Observation {
  readonly fault: Fault;
  readonly subject: Subject;
  /** `step: code`, or `passed` for a check that found nothing wrong. */
  readonly verdict: Verdict | 'passed';
  readonly hint: string;
  /** Canaries in what the check answered. */
  readonly traces: readonly Trace[];
  /** Connections that were still open when the check was over. */
  readonly leftOpen: number;
  /** Sessions that were opened, and not closed. */
  readonly notClosed: number;
  /** The processes that worked on it; a new one means that the one before was lost. */
  readonly pids: readonly number[];
}

/** Milliseconds; the first check of a type loads its driver, so it takes as long as it takes. */
const LOADING_MS = 20_000;
/** Milliseconds for what ends by itself. */
const PATIENT_MS = 8_000;
const CLOSING_LOOKS = 40;
const CLOSING_LOOK_MS = 25;

export interface Observing {
  readonly prober: ContractProber;
  readonly surroundings: Surroundings;
  readonly canaries: Canaries;
  /** Milliseconds that a fault gets of which only the deadline is the end. */
  readonly stallMs: number;
  /** False for the first check of a type. */
  readonly loaded: boolean;
}

/** Provokes a fault and notes what a check makes of it. */
export async function observe(fault: Fault, subject: Subject, observing: Observing): Promise<Observation> {
  const { prober, surroundings, canaries, stallMs, loaded } = observing;
  const { connector, credential } = subject;
  const { target, vendor, ca, servers } = await fault.provoke(subject, surroundings);
  try {
    const { outcome, conduct } = await prober.probe(
      connector.type,
      {
        credential,
        tlsMode: connector.tlsDefault,
        deadlineMs: !loaded ? LOADING_MS : fault.stalls === true ? stallMs : PATIENT_MS,
        ...target,
      },
      { ...(vendor ? { vendor } : {}), ...(ca === undefined ? {} : { ca }) },
    );
    const failed =
      outcome.steps.find(({ status }) => status === 'failed') ??
      outcome.steps.find(({ step, status }) => step === 'list' && status === 'warning');
    const words = outcome.steps.map((report) => explain(report, connector, fault));
    return {
      fault,
      subject,
      verdict: failed ? (`${failed.step}: ${failed.code ?? ''}` as Verdict) : 'passed',
      hint: failed ? lasting(explain(failed, connector, fault).hint ?? '', failed) : '',
      traces: canaries.tracesIn(`${fault.name} of ${connector.type}`, JSON.stringify({ outcome, words })),
      leftOpen: await leftOpen(servers),
      notClosed:
        conduct.filter(({ opened }) => opened).length - conduct.filter(({ closed }) => closed).length,
      pids: [...new Set(conduct.map(({ pid }) => pid))],
    };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

function explain(report: StepReport, connector: Connector, { group }: Fault) {
  return explainStep(report, { connector, tunnelled: group === 'ssh', secrets: [] });
}

/** The hint without what is another one at every run. */
function lasting(hint: string, { facts }: StepReport): string {
  return hint
    .replace(new RegExp(`\\b${facts?.port ?? 'no port'}\\b`), '‹port›')
    .replace(/SHA256:[\w+/]{43}/, '‹fingerprint›');
}

/** A socket that was destroyed a moment ago is still on its way to the server. */
async function leftOpen(servers: readonly LoopbackServer[]): Promise<number> {
  const count = (): number => servers.reduce((sum, server) => sum + server.open(), 0);
  for (let look = 0; look < CLOSING_LOOKS && count() > 0; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, CLOSING_LOOK_MS));
  }
  return count();
}
