import type { CheckOptions } from '../../apps/worker/src/check.options.js';
import { type SampleDatabase, type SampleLogin } from '../../apps/api/src/sample/sample-database.js';
import { PROBER_ENTRY } from './probe.js';

/** Probers that may reach this machine, as in development. */
export const LOCAL_CHECKS: CheckOptions = {
  entry: PROBER_ENTRY,
  probers: 2,
  egress: { allow: { networks: ['127.0.0.0/8', '::1/128'], hosts: [] }, own: [] },
};

/** A connection to the sample database. */
export function sampleConnection(sample: SampleDatabase, overrides: SampleOverrides = {}) {
  const { name = 'sample', login = sample.good, payload = {}, transport } = overrides;
  return {
    name,
    type: 'POSTGRES',
    payload: { host: sample.host, port: sample.port, database: sample.database, ...payload },
    credential: { type: 'SIMPLE', payload: { ...login } },
    ...(transport ? { transport } : {}),
  };
}

interface SampleOverrides {
  readonly name?: string;
  readonly login?: SampleLogin;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly transport?: object;
}
