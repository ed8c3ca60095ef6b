import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Canaries } from '../support/canary/canaries.js';
import { type CertificateShop, openCertificateShop } from '../support/certificate-shop.js';
import { WHOLE_PRODUCTS } from '../support/layer.js';
import { startContractProber } from './contract-prober.js';
import type { Surroundings } from './fault.js';
import { startFaultyDatabase } from './faults/login-faults.js';
import { observe, type Observation } from './observe.js';
import type { ContractCase } from './sample.js';
import type { Subject } from './subject.js';

/** Probers that work side by side; the types are dealt out among them. */
export const LANES = 4;
/** Milliseconds for a check that nothing but its deadline ends: more where other files run beside it. */
const STALL_MS = WHOLE_PRODUCTS ? 800 : 1_500;

/** Provokes every case, and notes what came of it. */
export async function observeAll(cases: readonly ContractCase[], canaries: Canaries): Promise<Observation[]> {
  const certificates = await openCertificateShop();
  const strangers = await openCertificateShop();
  const database = startFaultyDatabase();
  const uploadFolder = await mkdtemp(join(tmpdir(), 'patchbay-uploads-'));
  try {
    const surroundings = { certificates, strangers, uploadFolder, database };
    const lanes = Array.from({ length: LANES }, (_, lane) => dealtTo(lane, cases));
    // None is left behind at work when another fails.
    const ended = await Promise.allSettled(lanes.map((lane) => observeInOrder(lane, surroundings, canaries)));
    return ended.flatMap((lane) => {
      if (lane.status === 'rejected') throw lane.reason;
      return lane.value;
    });
  } finally {
    await Promise.all([
      database.then((sample) => sample.stop()),
      closeAll([certificates, strangers]),
      rm(uploadFolder, { recursive: true, force: true }),
    ]);
  }
}

async function observeInOrder(
  cases: readonly ContractCase[],
  surroundings: Surroundings,
  canaries: Canaries,
): Promise<Observation[]> {
  const subjects = [...new Set(cases.map(({ subject }) => subject))];
  const prober = await startContractProber(typesOf(subjects), new Set(typesOf(subjects.filter(isVendors))));
  const loaded = new Set<Subject>();
  const found: Observation[] = [];
  try {
    for (const { fault, subject } of cases) {
      const observing = { prober, surroundings, canaries, stallMs: STALL_MS, loaded: loaded.has(subject) };
      found.push(await observe(fault, subject, observing));
      loaded.add(subject);
    }
  } finally {
    await prober.close();
  }
  return found;
}

function dealtTo(lane: number, cases: readonly ContractCase[]): ContractCase[] {
  const types = [...new Set(cases.map(({ subject }) => subject.connector.type))];
  const own = new Set(types.filter((_, index) => index % LANES === lane));
  return cases.filter(({ subject }) => own.has(subject.connector.type));
}

function typesOf(subjects: readonly Subject[]): string[] {
  return subjects.map(({ connector }) => connector.type);
}

function isVendors({ reach }: Subject): boolean {
  return reach === 'vendor';
}

async function closeAll(shops: readonly CertificateShop[]): Promise<void> {
  await Promise.all(shops.map((shop) => shop.close()));
}
