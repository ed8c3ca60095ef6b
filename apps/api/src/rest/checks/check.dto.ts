import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { malformed } from '#platform/errors';

const LEAST_MS = 1_000;
const MOST_MS = 60_000;
const USUAL_MS = 15_000;

/** How long a check may take, and whether its end is waited for. */
export class CheckQuery {
  /** Milliseconds, 1000 to 60000; 15000 when absent. */
  @IsOptional()
  @IsString()
  deadline_ms?: string;

  /** `true`: answered at once with a check to ask for. */
  @IsOptional()
  @IsIn(['true', 'false'])
  async?: string;
}

/** A write that may be tested first. */
export class TestedWriteQuery {
  /** `true`: stored only if the check passes. */
  @IsOptional()
  @IsIn(['true', 'false'])
  test?: string;

  /** Milliseconds, 1000 to 60000; 15000 when absent. */
  @IsOptional()
  @IsString()
  deadline_ms?: string;
}

/** The key of an SSH server. */
export class PutKnownHostDto {
  @IsString()
  host!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** A fingerprint such as `SHA256:…`, or a public key line. */
  @IsString()
  host_key!: string;
}

export class KnownHostQuery {
  @IsString()
  host!: string;

  @IsOptional()
  @IsString()
  port?: string;
}

/** Reads `?deadline_ms=`. */
export function parseDeadline(text: string | undefined): number {
  if (text === undefined) return USUAL_MS;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (ms < LEAST_MS || ms > MOST_MS) {
    throw malformed('deadline_malformed', `deadline_ms must be ${LEAST_MS} to ${MOST_MS}.`);
  }
  return ms;
}
