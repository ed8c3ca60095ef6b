import type { JsonObject } from '../json/json.js';

/** A section in two parts: what may be shown, and what must be sealed. */
export interface SplitSecrets {
  readonly open: JsonObject;
  /** By dotted path, section included (`transport.ssh.password`); see `secretPath` for keys with dots. */
  readonly secrets: Readonly<Record<string, string>>;
}
