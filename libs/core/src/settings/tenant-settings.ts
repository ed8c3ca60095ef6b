import type { FieldError } from '#platform/errors';
import type { Scope } from '#platform/scope';

/** What a tenant decides for itself. Each has a default; one that is null again is as the default. */
export interface TenantSettings {
  /** True: a write of what has a version must say which one it means (`If-Match`, otherwise 428). */
  readonly require_if_match: boolean;
  /** Days that a deleted connection can be restored. */
  readonly deleted_retention_days: number;
  /** The longest time, in seconds, that a secret is handed to a service for. */
  readonly max_lease_seconds: number;
  /** True: reads are audited too. Reads of secrets always are. */
  readonly audit_reads: boolean;
  /** Days that audit events are kept; null keeps them. */
  readonly audit_retention_days: number | null;
  /** True: rows of a discovered table may be stored as its examples. */
  readonly example_rows: boolean;
}

interface IntegerRule {
  readonly minimum: number;
  readonly maximum: number;
}

type Rule = 'boolean' | IntegerRule;

const RULES: Readonly<Record<keyof TenantSettings, Rule>> = {
  require_if_match: 'boolean',
  deleted_retention_days: { minimum: 0, maximum: 3_650 },
  max_lease_seconds: { minimum: 1, maximum: 86_400 },
  audit_reads: 'boolean',
  audit_retention_days: { minimum: 1, maximum: 36_500 },
  example_rows: 'boolean',
};

const DEFAULTS: TenantSettings = {
  require_if_match: false,
  deleted_retention_days: 30,
  max_lease_seconds: 3_600,
  audit_reads: false,
  audit_retention_days: null,
  example_rows: true,
};

/** What a change says: a value, null for the default, nothing for what stays. */
export type TenantSettingsChanges = { readonly [Name in keyof TenantSettings]?: unknown };

/** The part of a tenant's stored settings that the tenant itself decides. */
type Stored = Readonly<Record<string, unknown>>;

const READ = new WeakMap<Stored, TenantSettings>();

/** The settings of the scope's tenant, as they were when the principal was looked up. */
export function settingsOf(scope: Scope): TenantSettings {
  return tenantSettings(scope.settings);
}

/** The settings among all that is stored for a tenant; read once for each object. */
export function tenantSettings(stored: Stored): TenantSettings {
  const known = READ.get(stored);
  if (known) return known;
  const settings = { ...DEFAULTS, ...(stored['preferences'] as Partial<TenantSettings> | undefined) };
  READ.set(stored, settings);
  return settings;
}

/** What is stored once these changes are made. Call it with changes that {@link checkSettings} found well. */
export function withSettings(stored: Stored, changes: TenantSettingsChanges): Record<string, unknown> {
  const preferences = { ...(stored['preferences'] as object | undefined), ...withoutAbsent(changes) };
  return { ...stored, preferences: withoutNulls(preferences) };
}

/** What is wrong with the changes. */
export function checkSettings(changes: TenantSettingsChanges): FieldError[] {
  return Object.entries(RULES).flatMap(([path, rule]) => {
    const value = changes[path as keyof TenantSettings];
    if (value == null) return [];
    return rule === 'boolean' ? checkBoolean(path, value) : checkInteger(path, value, rule);
  });
}

function checkBoolean(path: string, value: unknown): FieldError[] {
  if (typeof value === 'boolean') return [];
  return [{ path, rule: 'boolean', message: `${path} must be true or false.` }];
}

function checkInteger(path: string, value: unknown, { minimum, maximum }: IntegerRule): FieldError[] {
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum) return [];
  return [{ path, rule: 'range', message: `${path} must be a whole number from ${minimum} to ${maximum}.` }];
}

function withoutAbsent(changes: TenantSettingsChanges): object {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function withoutNulls(preferences: object): object {
  return Object.fromEntries(Object.entries(preferences).filter(([, value]) => value !== null));
}
