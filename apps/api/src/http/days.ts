import { malformed } from '#platform/errors';

const DAYS = /^(\d{1,4})d$/;

/** Reads a time to come, such as `30d`: 0 to 9999 days. @throws DomainError `malformed` */
export function parseDays(name: string, text: string): number {
  const [, days] = DAYS.exec(text) ?? [];
  if (days === undefined) throw malformed(`${name}_malformed`, `${name} must be days, such as 30d.`);
  return Number(days);
}
