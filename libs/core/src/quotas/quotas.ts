import { type FieldError, invalid } from '#platform/errors';

/** What a tenant may have at most, and how often it may do what. */
export interface Quotas {
  readonly connections: number;
  readonly projects: number;
  readonly service_accounts: number;
  readonly files: number;
  /** Of all files together; each counts as whole mebibytes, one at least. */
  readonly file_mebibytes: number;
  readonly checks_per_minute: number;
  readonly leases_per_minute: number;
}

export type QuotaName = keyof Quotas;

/** What the platform's administrator decided; null is the default. */
export type QuotasView = { readonly [Name in QuotaName]: number | null };
export type QuotasInput = { readonly [Name in QuotaName]?: unknown };

export const DEFAULT_QUOTAS: Quotas = {
  connections: 10_000,
  projects: 1_000,
  service_accounts: 1_000,
  files: 1_000,
  file_mebibytes: 1_024,
  checks_per_minute: 600,
  leases_per_minute: 6_000,
};

export const QUOTA_NAMES = Object.keys(DEFAULT_QUOTAS) as readonly QuotaName[];
export const MAX_QUOTA = 10_000_000;

type Settings = Readonly<Record<string, unknown>>;

/** What holds in a tenant with these settings. */
export function quotasOf(settings: Settings): Quotas {
  return { ...DEFAULT_QUOTAS, ...(settings['quotas'] as Partial<Quotas> | undefined) };
}

/** What was decided for a tenant with these settings. */
export function quotasView(settings: Settings): QuotasView {
  const decided = settings['quotas'] as Partial<Quotas> | undefined;
  return Object.fromEntries(QUOTA_NAMES.map((name) => [name, decided?.[name] ?? null])) as QuotasView;
}

/** The settings with these quotas in the place of those before. @throws DomainError `invalid` */
export function withQuotas(settings: Settings, input: QuotasInput): Record<string, unknown> {
  const errors = QUOTA_NAMES.flatMap((name) => check(name, input[name]));
  if (errors.length > 0) throw invalid(errors);
  const decided = QUOTA_NAMES.filter((name) => input[name] != null);
  return { ...settings, quotas: Object.fromEntries(decided.map((name) => [name, input[name]])) };
}

function check(path: QuotaName, value: unknown): FieldError[] {
  if (value == null) return [];
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_QUOTA) return [];
  return [{ path, rule: 'range', message: `${path} must be a whole number from 0 to ${MAX_QUOTA}.` }];
}
