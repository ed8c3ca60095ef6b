import { AWS } from './aws.js';
import type { CredentialType } from './credential-type.js';
import { GENERIC_MAP, NONE } from './free.js';
import { GCP } from './gcp.js';
import { KERBEROS, KEY_PAIR } from './keys.js';
import { SIMPLE } from './simple.js';
import { AZURE_KEY, AZURE_SAS, HMAC, TOKEN } from './tokens.js';

const ALL: readonly CredentialType[] = [
  SIMPLE,
  AWS,
  GCP,
  TOKEN,
  AZURE_SAS,
  AZURE_KEY,
  GENERIC_MAP,
  KEY_PAIR,
  HMAC,
  KERBEROS,
  NONE,
];

const BY_TYPE: ReadonlyMap<string, CredentialType> = new Map(ALL.map((type) => [type.type, type]));

/** The credential type of that name, if there is one. */
export function credentialType(name: string): CredentialType | undefined {
  return BY_TYPE.get(name);
}

/** Every credential type, in the order in which a form offers them. */
export function credentialTypes(): readonly CredentialType[] {
  return ALL;
}
