import {
  type CheckRequest,
  type Connector,
  credentialType,
  effectiveTlsMode,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type KnownHostKey,
  type ProberJob,
  splitTransport,
} from '#connector-sdk';
import type { CheckSettings } from './check-settings.js';
import { openedFor } from './opened-for.js';
import { tenantCheckPolicy } from './tenant-check-policy.js';

/** A connection as a driver needs it, with every secret opened; it lives as long as one check. */
export interface PlannedCheck {
  readonly connector: Connector;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  readonly credential: { readonly type: string; readonly payload: JsonObject } | null;
  /** The stored connection, as it was read; null for a body. */
  readonly stored: { readonly id: number; readonly version: number } | null;
  /** Null for GLOBAL. */
  readonly projectId: number | null;
}

/** What a check takes from the tenant. */
export interface TenantSurroundings {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly hostKeys: readonly KnownHostKey[];
}

/** What a caller chooses of one check. */
export interface CheckChoices {
  /** Milliseconds. */
  readonly deadlineMs: number;
  /** Where the tenant has no policy of its own. */
  readonly hostKeyPolicy: CheckRequest['hostKeys']['policy'];
}

/** The prober's job for a planned check. */
export function proberJob(
  planned: PlannedCheck,
  tenant: TenantSurroundings,
  settings: CheckSettings,
  choices: CheckChoices,
): Omit<ProberJob, 'id'> {
  const { connector, transport, credential } = planned;
  const policy = tenantCheckPolicy(tenant.settings);
  const tls = isJsonObject(transport?.['tls']) ? transport['tls'] : {};
  return {
    type: connector.type,
    target: { payload: withDefaults(connector, planned.payload), transport, credential },
    tlsMode: effectiveTlsMode(tls['mode'], connector.tlsDefault, policy.minTlsMode),
    hostKeys: { policy: policy.hostKeyPolicy ?? choices.hostKeyPolicy, known: tenant.hostKeys },
    deadlineMs: choices.deadlineMs,
    uploadFolder: null,
    jdbcFolder: settings.jdbcFolder,
    awsIdentity: needsIdentity(planned) ? settings.awsIdentity : null,
    egress: openedFor(settings.egress, policy.egress),
  };
}

/** Drivers of tenants who have no use for the deployment's key never see it. */
function needsIdentity({ credential }: PlannedCheck): boolean {
  return credential !== null && credentialType(credential.type)!.needsIdentity(credential.payload);
}

/** What a check speaks to, for the limit of checks per target: the same text for the same place. */
export function targetName(planned: Pick<PlannedCheck, 'connector' | 'payload' | 'transport'>): string {
  const { fields } = planned.connector
    .secretDestinations(planned.payload, planned.transport)
    .get('credential')!;
  const payload = isJsonObject(fields['payload']) ? fields['payload'] : {};
  return JSON.stringify(payload['host'] ?? payload['endpoint'] ?? payload);
}

/** Every secret of a check that is long enough to be recognised. */
export function secretsOf(
  { connector, credential, payload }: PlannedCheck,
  transport: readonly string[],
): string[] {
  return [
    ...Object.values(connector.splitPayload(payload).secrets),
    ...transport,
    ...textsIn(credential?.payload ?? {}),
  ].filter((text) => text.length >= SHORTEST_SECRET);
}

const SHORTEST_SECRET = 4;

/** What of a check no log may show; unlike {@link secretsOf} without names, which are ordinary words. */
export function confidentialTextsOf({ connector, credential, payload, transport }: PlannedCheck): string[] {
  const ofCredential = Object.entries(credential?.payload ?? {}).filter(([field]) => {
    const fields = credentialType(credential!.type)?.secretFields ?? 'all';
    return fields === 'all' || fields.includes(field);
  });
  return [
    ...Object.values(connector.splitPayload(payload).secrets),
    ...(transport ? Object.values(splitTransport(transport).secrets) : []),
    ...ofCredential.flatMap(([, value]) => textsIn(value)),
  ];
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as Record<string, JsonValue>).flatMap(textsIn);
}

function withDefaults(connector: Connector, payload: JsonObject): JsonObject {
  const defaults = connector.form.flatMap((field) =>
    field.default === undefined ? [] : [[field.name, field.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...payload };
}
