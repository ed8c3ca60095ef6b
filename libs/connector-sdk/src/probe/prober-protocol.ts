import type { EgressRules } from '#platform/egress';

import type { CatalogTable, TableLook, TableMark } from '../catalog/catalog.js';
import { readCatalogPage, readTableLook, readTableMarks } from '../catalog/read-catalog.js';
import { isJsonObject } from '../json/json.js';
import { isCheckCode } from './codes.js';
import type { CheckOutcome, CheckRequest } from './run-check.js';
import type { KnownHostKey } from './ssh-host-keys.js';
import { STEP_NAMES, type StepFacts, type StepName, type StepReport } from './steps.js';

/** What the name of each prober's own folder begins with; it is the process's working directory. */
export const PROBER_FOLDER = 'patchbay-prober-';

/** One check, as it is handed to a prober: plain JSON. */
export interface ProberJob extends CheckRequest {
  readonly id: number;
  /** Type of the connector. */
  readonly type: string;
  readonly egress: EgressRules;
}

/** What a prober is told. It waits for `next` after each page of a catalog, and for `want` after marks. */
export type ProberCommand =
  | { readonly kind: 'job'; readonly job: ProberJob }
  | { readonly kind: 'next'; readonly id: number }
  | { readonly kind: 'want'; readonly id: number; readonly keys: readonly string[] }
  | { readonly kind: 'cancel'; readonly id: number };

/** What a prober says. */
export type ProberReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'step'; readonly id: number; readonly report: StepEvent }
  | { readonly kind: 'page'; readonly id: number; readonly tables: readonly CatalogTable[] }
  | { readonly kind: 'marks'; readonly id: number; readonly marks: readonly TableMark[] }
  | { readonly kind: 'look'; readonly id: number; readonly look: TableLook }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly outcome: CheckOutcome;
      /** The process ends now and must get no other job. */
      readonly spent: boolean;
    };

export type StepEvent = StepReport | { readonly step: StepName; readonly status: 'running' };

const STATUSES: readonly unknown[] = ['ok', 'warning', 'failed', 'skipped'];
const MAX_HINT = 400;
const MAX_MISSING = 10;
const MAX_KEYS = 4;

/**
 * Reads what a prober said: hostile servers speak to the code that runs there, so nothing but what has a place
 * in an answer is taken over.
 *
 * @returns undefined for what is not of the protocol
 */
export function readProberReport(value: unknown): ProberReport | undefined {
  if (!isJsonObject(value)) return undefined;
  if (value['kind'] === 'ready') return { kind: 'ready' };
  const { id } = value;
  if (typeof id !== 'number') return undefined;
  if (value['kind'] === 'step') {
    const report = readStepEvent(value['report']);
    return report && { kind: 'step', id, report };
  }
  if (value['kind'] === 'page') {
    const tables = readCatalogPage(value['tables']);
    return tables && { kind: 'page', id, tables };
  }
  if (value['kind'] === 'marks') {
    const marks = readTableMarks(value['marks']);
    return marks && { kind: 'marks', id, marks };
  }
  if (value['kind'] === 'look') {
    const look = readTableLook(value['look']);
    return look && { kind: 'look', id, look };
  }
  if (value['kind'] !== 'done' || !isJsonObject(value['outcome'])) return undefined;
  const { ok, server, steps, learnedHostKeys } = value['outcome'];
  if (typeof ok !== 'boolean' || !Array.isArray(steps)) return undefined;
  const read = STEP_NAMES.flatMap((name) => {
    const event = readStepEvent(steps.find((step) => isJsonObject(step) && step['step'] === name));
    return event && event.status !== 'running' ? [event] : [];
  });
  if (read.length !== STEP_NAMES.length) return undefined;
  const keys = Array.isArray(learnedHostKeys) ? learnedHostKeys.slice(0, MAX_KEYS).flatMap(readHostKey) : [];
  const failed = read.some((step) => step.status === 'failed');
  return {
    kind: 'done',
    id,
    outcome: { ok: ok && !failed, server: readServer(server), steps: read, learnedHostKeys: keys },
    spent: value['spent'] !== false,
  };
}

function readStepEvent(value: unknown): StepEvent | undefined {
  if (!isJsonObject(value)) return undefined;
  const { step, status, code, ms, facts, hint } = value;
  if (!STEP_NAMES.includes(step as StepName)) return undefined;
  const name = step as StepName;
  if (status === 'running') return { step: name, status };
  if (!STATUSES.includes(status)) return undefined;
  const told = status === 'failed' || status === 'warning';
  return {
    step: name,
    status: status as StepReport['status'],
    code: told ? (isCheckCode(code) ? code : 'driver_error') : null,
    ms: typeof ms === 'number' && ms >= 0 ? ms : 0,
    ...(isJsonObject(facts) ? { facts: readFacts(facts) } : {}),
    ...(typeof hint === 'string' ? { hint: hint.slice(0, MAX_HINT) } : {}),
  };
}

function readFacts(facts: Record<string, unknown>): StepFacts {
  const { port, fingerprint, hop, missing, driver } = facts;
  return {
    ...(Number.isInteger(port) ? { port: port as number } : {}),
    ...(isFingerprint(fingerprint) ? { fingerprint } : {}),
    ...(hop === 'ssh' || hop === 'jump' ? { hop } : {}),
    ...(Array.isArray(missing)
      ? {
          missing: missing
            .filter((path): path is string => typeof path === 'string' && /^[\w.]{1,80}$/.test(path))
            .slice(0, MAX_MISSING),
        }
      : {}),
    ...(typeof driver === 'string' && /^[@\w./-]{1,80}$/.test(driver) ? { driver } : {}),
  };
}

function readServer(server: unknown): CheckOutcome['server'] {
  if (!isJsonObject(server) || typeof server['product'] !== 'string') return null;
  const { product, version } = server;
  return { product, version: typeof version === 'string' ? version : null };
}

function readHostKey(key: unknown): KnownHostKey[] {
  if (!isJsonObject(key)) return [];
  const { host, port, keyType, fingerprint } = key;
  if (typeof host !== 'string' || typeof port !== 'number' || !isFingerprint(fingerprint)) return [];
  return [{ host, port, fingerprint, keyType: typeof keyType === 'string' ? keyType : null }];
}

function isFingerprint(value: unknown): value is string {
  return typeof value === 'string' && /^SHA256:[A-Za-z0-9+/]{43}$/.test(value);
}
