import { postgresError, postgresLoginError } from './sql-states.js';

const failure = (message: string, code = '28000'): Error => Object.assign(new Error(message), { code });

describe('an error of Postgres while logging in', () => {
  const wanted = postgresLoginError(true);
  const unwanted = postgresLoginError(false);
  const noRule = 'no pg_hba.conf entry for host "10.0.0.1", user "reader", database "shop", no encryption';

  it('asks for encryption where a rule may be for encrypted connections, and nobody tried one', () => {
    expect(unwanted(failure(noRule))?.code).toBe('tls_required');
    expect(unwanted(failure(noRule.replace('no encryption', 'SSL off')))?.code).toBe('tls_required');
  });

  it('does not ask a server for encryption that has said that it has none', () => {
    const refused = wanted(failure(noRule));
    expect(refused?.code).toBe('auth_failed');
    expect(refused?.hint).toContain('pg_hba.conf');
    expect(refused?.hint).not.toContain('reader');
  });

  it.each([
    ['connection requires a valid client certificate', 'tls_client_certificate_required'],
    ['certificate authentication failed for user "reader"', 'tls_client_certificate_refused'],
    ['role "reader" is not permitted to log in', 'account_locked'],
    ['Passwort-Authentifizierung für Benutzer »reader« fehlgeschlagen', 'auth_failed'],
  ])('is known by its words: %s', (message, code) => {
    expect(wanted(failure(message))?.code).toBe(code);
  });

  it('is of the database when the user may not enter it', () => {
    const denied = failure('permission denied for database "shop"', '42501');
    expect(wanted(denied)).toMatchObject({ code: 'permission_denied', step: 'database' });
    expect(postgresError(denied)?.step).not.toBe('database');
  });

  it('is nothing that is known without a state and words', () => {
    expect(wanted(new Error('whatever'))).toBeUndefined();
  });
});
