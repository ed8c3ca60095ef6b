import type { EgressRules } from '#platform/egress';

/** What may be reached for a tenant: what the deployment opens, and what is opened for the tenant beyond that. */
export function openedFor(deployment: EgressRules, tenant: EgressRules['allow']): EgressRules {
  const { allow } = deployment;
  return {
    ...deployment,
    allow: {
      networks: [...allow.networks, ...tenant.networks],
      hosts: [...allow.hosts, ...tenant.hosts],
    },
  };
}
