import { Allow } from 'class-validator';

/** The quotas from now on; core knows the rules. */
export class QuotasDto {
  @Allow()
  connections?: unknown;

  @Allow()
  projects?: unknown;

  @Allow()
  service_accounts?: unknown;

  @Allow()
  files?: unknown;

  @Allow()
  file_mebibytes?: unknown;

  @Allow()
  checks_per_minute?: unknown;

  @Allow()
  leases_per_minute?: unknown;
}
