import { HOST_KEY_POLICIES, type HostKeyPolicy, TLS_MODES, type TlsMode } from '#connector-sdk';
import { egressAllow, type EgressAllow, Expected } from '#platform/config';
import { type FieldError, invalid } from '#platform/errors';
import { tenantCheckPolicy } from './tenant-check-policy.js';

/** What a tenant's checks may reach and must prove, as it is sent and answered. */
export interface CheckPolicyView {
  /** The weakest TLS mode that acts; null for what each type does by itself. */
  readonly min_tls_mode: TlsMode | null;
  /** What happens with the key of an SSH server seen for the first time; null for the caller's choice. */
  readonly ssh_host_key_policy: HostKeyPolicy | null;
  /** Networks (CIDR) and host names opened beyond those of the deployment. */
  readonly egress_allow: readonly string[];
}

export interface CheckPolicyInput {
  readonly min_tls_mode?: string | null | undefined;
  readonly ssh_host_key_policy?: string | null | undefined;
  readonly egress_allow?: readonly string[] | undefined;
}

type Settings = Readonly<Record<string, unknown>>;

/** The policy in a tenant's settings. */
export function checkPolicyView(settings: Settings): CheckPolicyView {
  const { minTlsMode, hostKeyPolicy, egress } = tenantCheckPolicy(settings);
  return {
    min_tls_mode: minTlsMode ?? null,
    ssh_host_key_policy: hostKeyPolicy ?? null,
    egress_allow: [...egress.networks, ...egress.hosts],
  };
}

/** The settings with this policy in the place of the one before. @throws DomainError `invalid` */
export function withCheckPolicy(settings: Settings, input: CheckPolicyInput): Record<string, unknown> {
  const errors = [
    ...oneOf('min_tls_mode', input.min_tls_mode, TLS_MODES),
    ...oneOf('ssh_host_key_policy', input.ssh_host_key_policy, HOST_KEY_POLICIES),
  ];
  const allowed = (input.egress_allow ?? []).map((item, index) =>
    readAllowed(item, `egress_allow[${index}]`),
  );
  const found = [...errors, ...allowed.flatMap((one) => ('error' in one ? [one.error] : []))];
  if (found.length > 0) throw invalid(found);
  const opened = allowed.flatMap((one) => ('allow' in one ? [one.allow] : []));
  return {
    ...settings,
    min_tls_mode: input.min_tls_mode ?? null,
    ssh_host_key_policy: input.ssh_host_key_policy ?? null,
    egress_allow: {
      networks: [...new Set(opened.flatMap(({ networks }) => networks))],
      hosts: [...new Set(opened.flatMap(({ hostSuffixes }) => hostSuffixes))],
    },
  };
}

function oneOf(path: string, value: string | null | undefined, options: readonly string[]): FieldError[] {
  if (value == null || options.includes(value)) return [];
  return [{ path, rule: 'one_of', message: `${path} must be one of ${options.join(', ')}.` }];
}

function readAllowed(item: string, path: string): { allow: EgressAllow } | { error: FieldError } {
  const message = `${path} must be one network such as 10.0.0.0/8 or one host name such as .db.example.`;
  const error = { path, rule: 'egress', message };
  try {
    const allow = egressAllow(item);
    return allow.networks.length + allow.hostSuffixes.length === 1 ? { allow } : { error };
  } catch (cause) {
    if (cause instanceof Expected) return { error };
    throw cause;
  }
}
