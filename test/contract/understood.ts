import { bringsNoDriver } from './faults/protocols.js';
import type { Observation } from './observe.js';

/** True for an answer that the fault may have. */
export function isUnderstood(observation: Observation): boolean {
  if (lacksDriver(observation)) return true;
  const { fault, subject, verdict } = observation;
  const [, code = ''] = verdict.split(': ');
  const means = typeof fault.means === 'function' ? fault.means(subject) : fault.means;
  return means.some((meaning) => meaning === verdict || meaning === code);
}

/** True for an answer that says nothing of the fault: without the driver of the type there is no other. */
export function lacksDriver({ subject, verdict }: Observation): boolean {
  return bringsNoDriver(subject) && verdict.endsWith(': driver_not_installed');
}
