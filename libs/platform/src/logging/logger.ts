import { types } from 'node:util';
import { type DestinationStream, type Level, type Logger, pino, stdTimeFunctions } from 'pino';
import { errorFields } from './error-fields.js';
import { redactLine } from './redact-line.js';
import { replyFields, requestFields } from './request-line.js';
import { SecretRegistry } from './secret-registry.js';

/** How a process logs. */
export interface LoggerOptions {
  readonly level: Level | 'silent';
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
  /** The plaintexts that must not be written; share it with whoever opens secrets. */
  readonly secrets?: SecretRegistry;
}

/**
 * A logger that writes one JSON object a line: `level` as a word, `time` in ISO 8601, `pid`, `msg` and what the
 * caller adds. Children made with `.child()` inherit all of it.
 *
 * Secrets are taken out of the finished line, by name, by value and by form; see `redactLine`. Errors are written
 * as type, message, code, stack and causes, under whatever top-level name they were given.
 */
export function createLogger({ level, destination, secrets = new SecretRegistry() }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withErrorFields },
      serializers: { err: errorFields, req: requestFields, res: replyFields },
      hooks: { streamWrite: (line) => redactLine(line, secrets) },
    },
    destination ??
      pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: FLUSH_MS }),
  );
}

/** Lines leave together: by 8 KiB or a quarter of a second, and what is left when the process exits. */
const BUFFER_BYTES = 8 * 1024;
const FLUSH_MS = 250;

function withErrorFields(members: Record<string, unknown>): Record<string, unknown> {
  const errors = Object.entries(members).filter(([, value]) => types.isNativeError(value));
  if (errors.length === 0) return members;
  return { ...members, ...Object.fromEntries(errors.map(([name, error]) => [name, errorFields(error)])) };
}
