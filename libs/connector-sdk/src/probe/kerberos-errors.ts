import type { CheckCode } from './codes.js';
import { ProbeError } from './probe-error.js';

interface Meaning {
  readonly words: RegExp;
  readonly code: CheckCode;
  readonly hint?: string;
}

/** What MIT's library says in English (lib/krb5/error_tables and kinit); the first that fits counts. */
const MEANINGS: readonly Meaning[] = [
  { words: /Password (?:has )?expired|entry in database has expired/, code: 'auth_expired' },
  {
    words: /Password incorrect|Preauthentication failed|Decrypt integrity check failed/,
    code: 'auth_failed',
    hint: 'The password or the keytab’s key is not the one that the KDC has for this principal.',
  },
  {
    words: /Client .*not found in Kerberos database/,
    code: 'auth_failed',
    hint: 'The KDC does not know this principal. Check its spelling; case counts.',
  },
  { words: /credentials have been revoked/, code: 'account_locked' },
  {
    words:
      /No key table entry|no suitable keys|in keytab|key ?table|No Kerberos credentials|[Nn]o credentials/,
    code: 'credential_invalid',
    hint: 'The keytab is not a whole keytab file in base64, or holds no key of this principal.',
  },
  {
    words: /Clock skew too great|not yet valid/,
    code: 'kerberos_failed',
    hint: 'The clocks of the KDC, the source and this service differ by more than five minutes.',
  },
  {
    words: /Server .*not found in Kerberos database/,
    code: 'kerberos_failed',
    hint: 'The KDC does not know the service. Its principal is transport.kerberos.service_name, a slash and the host, both as the connection declares them.',
  },
  {
    words: /Cannot find KDC for realm/,
    code: 'kerberos_failed',
    hint: 'The realm of the principal is not the one that the KDC serves: see transport.kerberos.realm.',
  },
];

/** What a message of the Kerberos library or of `kinit` means; the message itself goes nowhere. */
export function kerberosError(message: string, cause?: unknown): ProbeError {
  const { code = 'kerberos_failed', hint } = MEANINGS.find(({ words }) => words.test(message)) ?? {};
  return new ProbeError(code, { ...(hint === undefined ? {} : { hint }), cause });
}
