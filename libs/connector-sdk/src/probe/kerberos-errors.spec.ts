import { kerberosError } from './kerberos-errors.js';

const SAID = [
  [
    "kinit: Client 'x@EXAMPLE.TEST' not found in Kerberos database while getting initial credentials",
    'auth_failed',
  ],
  ['kinit: Preauthentication failed while getting initial credentials', 'auth_failed'],
  ['Password expired.  You must change it now.\nkinit: Cannot read password', 'auth_expired'],
  ["kinit: Client's credentials have been revoked while getting initial credentials", 'account_locked'],
  ['Unspecified GSS failure: No key table entry found for x@EXAMPLE.TEST', 'credential_invalid'],
  [
    "Unspecified GSS failure: Can't find client principal x@EXAMPLE.TEST in cache collection",
    'kerberos_failed',
  ],
  ['Unspecified GSS failure: Clock skew too great', 'kerberos_failed'],
  ['Server postgres/db@EXAMPLE.TEST not found in Kerberos database', 'kerberos_failed'],
  ['', 'kerberos_failed'],
] as const;

describe('an error of Kerberos', () => {
  it.each(SAID)('is known by its words: %s', (message, code) => {
    expect(kerberosError(message).code).toBe(code);
  });

  it.each(SAID)('does not repeat them: %s', (message) => {
    expect(kerberosError(message).hint ?? '').not.toContain('EXAMPLE.TEST');
  });
});
