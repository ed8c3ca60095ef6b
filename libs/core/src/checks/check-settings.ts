import type { AwsIdentity } from '#connector-sdk';
import type { EgressRules } from '#platform/egress';

/** What checks take from the configuration; given as a provider under this class. */
export class CheckSettings {
  constructor(
    /** What the deployment opens, and what is its own. */
    readonly egress: EgressRules,
    readonly jdbcFolder: string | null,
    /** To assume customers' roles with; null where there is none. */
    readonly awsIdentity: AwsIdentity | null = null,
  ) {}
}
