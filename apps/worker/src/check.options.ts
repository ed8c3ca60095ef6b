import { fileURLToPath } from 'node:url';
import type { AwsIdentity } from '#connector-sdk';
import { CheckSettings, type ProberLimits, ProberSettings } from '#core';
import type { EgressRules } from '#platform/egress';

/** How connections are tested; what is left out is closed, or as in production. */
export interface CheckOptions {
  readonly egress?: EgressRules;
  readonly probers?: number;
  readonly jdbcFolder?: string | null;
  readonly awsIdentity?: AwsIdentity | null;
  /** Absolute path of the compiled prober. */
  readonly entry?: string;
  /** Modules that stand in for connectors, by type; for tests. */
  readonly extraOpeners?: Readonly<Record<string, string>>;
  readonly limits?: ProberLimits;
}

const NOTHING_OPENED: EgressRules = { allow: { networks: [], hosts: [] }, own: [] };
/** With two, one tenant whose targets hang would take half of what there is for everybody. */
const PROBERS = 4;

/** The prober is compiled beside the API. */
const ENTRY = fileURLToPath(new URL('../../prober/src/main.js', import.meta.url));

export function checkSettings(options: CheckOptions = {}): CheckSettings {
  const { egress = NOTHING_OPENED, jdbcFolder = null, awsIdentity = null } = options;
  return new CheckSettings(egress, jdbcFolder, awsIdentity);
}

export function proberSettings(options: CheckOptions = {}): ProberSettings {
  const { entry = ENTRY, probers = PROBERS, extraOpeners, limits } = options;
  return new ProberSettings(entry, probers, extraOpeners, limits);
}
