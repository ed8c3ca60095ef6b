import type { Config } from './config.js';
import { settings } from './config.js';
import { ConfigError, Expected } from './config-error.js';
import { declarations } from './declarations.js';
import type { Setting } from './setting.js';

/** The variables of a process, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. Nothing but the argument and the working directory goes into it.
 *
 * An empty variable counts as unset, since `NAME=` is how env files and containers leave one out.
 *
 * @throws ConfigError for a value that is not of its form, and for a variable that begins with `PATCHBAY_` and
 * is no setting: a typing slip must not silently mean the default.
 */
export function loadConfig(env: Environment): Config {
  refuseUnknown(env);
  const entries = Object.entries<Setting<unknown>>(declarations).map(([name, setting]) => [
    name,
    valueOf(setting, env[setting.variable]),
  ]);
  return Object.freeze(Object.fromEntries(entries) as Config);
}

function valueOf(setting: Setting<unknown>, given: string | undefined): unknown {
  const text = given === undefined || given === '' ? setting.fallback : given;
  if (text === undefined) return undefined;
  try {
    return setting.parse(text);
  } catch (error) {
    if (error instanceof Expected) throw new ConfigError(`${setting.variable} must be ${error.message}.`);
    throw error;
  }
}

function refuseUnknown(env: Environment): void {
  const known = new Set(settings.map(({ variable }) => variable));
  const unknown = Object.keys(env).find((name) => name.startsWith('PATCHBAY_') && !known.has(name));
  if (unknown === undefined) return;
  // The name comes from outside as well: what could break the line or the terminal is replaced.
  throw new ConfigError(
    `${unknown.replace(/[^\w.-]/g, '?')} is not a setting; see .env.example for those that are.`,
  );
}
