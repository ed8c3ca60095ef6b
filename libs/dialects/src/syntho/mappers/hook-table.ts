import type { TransportName } from '#connector-sdk';
import { type PropertyTable, TEXT } from './property.js';

/** libpq's words for how a server is proved, and MySQL's, which mean the same. */
export const TLS_MODES_BY_WORD: Readonly<Record<string, string>> = {
  disable: 'disable',
  prefer: 'prefer',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
  disabled: 'disable',
  preferred: 'prefer',
  required: 'require',
  verify_ca: 'verify-ca',
  verify_identity: 'verify-full',
};

/** One hook of the contract, and the native transport that it is. */
export interface SynthoHook {
  readonly transport: TransportName;
  readonly properties: PropertyTable;
}

const PORT = { type: 'integer', range: [1, 65_535] } as const;

/** The three hooks of the Syntho page, and no others. */
export const SYNTHO_HOOKS = {
  SSHTunnel: {
    transport: 'ssh',
    properties: {
      host: TEXT,
      port: { ...PORT, default: 22 },
      username: TEXT,
      local_port: PORT,
      local_host: TEXT,
      password: TEXT,
      pkey_password: TEXT,
      pkey: TEXT,
    },
  },
  SSL: {
    transport: 'tls',
    properties: {
      ca_filename: TEXT,
      cert_filename: TEXT,
      key_filename: TEXT,
      ssl_mode: { ...TEXT, values: Object.keys(TLS_MODES_BY_WORD) },
      ca: TEXT,
      cert: TEXT,
      key: TEXT,
    },
  },
  Kerberos: { transport: 'kerberos', properties: { principal: TEXT, keytab_file: TEXT } },
} as const satisfies Readonly<Record<string, SynthoHook>>;

export type HookName = keyof typeof SYNTHO_HOOKS;
export const HOOK_NAMES = Object.keys(SYNTHO_HOOKS) as readonly HookName[];
