import { Allow } from 'class-validator';

/** What changes; core knows the rules. */
export class SettingsDto {
  @Allow()
  require_if_match?: unknown;

  @Allow()
  deleted_retention_days?: unknown;

  @Allow()
  max_lease_seconds?: unknown;

  @Allow()
  audit_reads?: unknown;

  @Allow()
  audit_retention_days?: unknown;

  @Allow()
  example_rows?: unknown;
}
