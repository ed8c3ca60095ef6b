import type { CheckCode, JsonObject, StepName } from '#connector-sdk';

import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import type { CertificateShop } from '../support/certificate-shop.js';
import type { LoopbackServer } from '../support/loopback-server.js';
import type { ProbeCase } from '../support/probe.js';
import type { Subject } from './subject.js';

/** A step and what went wrong in it, as checks answer it. */
export type Verdict = `${StepName}: ${CheckCode}`;

export type Meanings = readonly (CheckCode | Verdict)[];

/** What a fault may use to set itself up. */
export interface Surroundings {
  readonly certificates: CertificateShop;
  /** Of another authority, which nobody trusts. */
  readonly strangers: CertificateShop;
  /** An upload area; what is written there goes with it. */
  readonly uploadFolder: string;
  /** A running Postgres; it takes its time to start. */
  readonly database: Promise<SampleDatabase>;
}

/** A fault that stands ready: what is tested, and whose sockets must be closed afterwards. */
export interface Provoked {
  readonly target: Partial<ProbeCase> & { readonly payload: JsonObject };
  /** Where the vendor's names lead; the payload says it for the other types. */
  readonly vendor?: { readonly host: string; readonly port: number };
  /** The authority that a type without a TLS transport trusts. */
  readonly ca?: string;
  readonly servers: readonly LoopbackServer[];
}

export type FaultGroup = 'network' | 'tls' | 'ssh' | 'http' | 'file' | 'login';

/** One thing that goes wrong, for every type that it can happen to. */
export interface Fault {
  readonly name: string;
  readonly group: FaultGroup;
  happensTo(subject: Subject): boolean;
  provoke(subject: Subject, surroundings: Surroundings): Promise<Provoked>;
  /** What a check may say of it: each in any step unless one is named. */
  readonly means: Meanings | ((subject: Subject) => Meanings);
  /** True when nothing answers, so that only the deadline ends the check. */
  readonly stalls?: boolean;
}
