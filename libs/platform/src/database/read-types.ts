import { createRequire } from 'node:module';
import type { CustomTypesConfig } from 'pg';

const { types } = createRequire(import.meta.url)('pg') as typeof import('pg');

const TIMESTAMPTZ = types.builtins.TIMESTAMPTZ;
const MILLISECONDS_AT = 20;

/**
 * How reads take values: a time is the ISO 8601 text that answers show, without a detour over `Date`. The
 * session's time zone is UTC, so the server writes `2026-11-21 12:15:07.7+00`.
 */
export const READ_TYPES: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): unknown =>
    oid === Number(TIMESTAMPTZ) && format !== 'binary'
      ? isoTime
      : types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

/** `2026-11-21 12:15:07.7+00` → `2026-11-21T12:15:07.700Z`. */
export function isoTime(text: string): string {
  const zone = text.indexOf('+', MILLISECONDS_AT - 1);
  if (zone < 0) return new Date(text).toISOString();
  const fraction = text.slice(MILLISECONDS_AT, zone).padEnd(3, '0').slice(0, 3);
  return `${text.slice(0, 10)}T${text.slice(11, MILLISECONDS_AT - 1)}.${fraction}Z`;
}
