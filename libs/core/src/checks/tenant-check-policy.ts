import { HOST_KEY_POLICIES, type HostKeyPolicy, TLS_MODES, type TlsMode } from '#connector-sdk';

/** What a tenant's settings say about checks; members that are absent leave the choice to the caller. */
export interface TenantCheckPolicy {
  readonly hostKeyPolicy: HostKeyPolicy | undefined;
  readonly minTlsMode: TlsMode | undefined;
  /** What this tenant may reach beyond the deployment's own opening. */
  readonly egress: { readonly networks: readonly string[]; readonly hosts: readonly string[] };
}

/** Reads `tenants.settings`; what is not of its form counts as absent. */
export function tenantCheckPolicy(settings: Readonly<Record<string, unknown>>): TenantCheckPolicy {
  const { ssh_host_key_policy: policy, min_tls_mode: mode, egress_allow: egress } = settings;
  const { networks, hosts } = (egress ?? {}) as { networks?: unknown; hosts?: unknown };
  return {
    hostKeyPolicy: HOST_KEY_POLICIES.find((known) => known === policy),
    minTlsMode: TLS_MODES.find((known) => known === mode),
    egress: { networks: texts(networks), hosts: texts(hosts) },
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
