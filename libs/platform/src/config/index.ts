export { type Config, settings } from './config.js';
export { ConfigError, Expected } from './config-error.js';
export { type Keyring, createKeyringFile, loadKeyring } from './keyring-file.js';
export { type Environment, loadConfig } from './load-config.js';
export { type EgressAllow, egressAllow } from './parsers/egress-allow.js';
export type { JwtAlgorithm, JwtIssuer } from './parsers/jwt-issuers.js';
export { renderEnvExample, renderSettingsTable } from './render.js';
export { type StoredSecret, readOrCreateSecretFile, readSecretFile } from './secret-file.js';
export type { Setting } from './setting.js';
