import { clearLoginError, mysqlError } from './driver-errors.js';

const fromServer = (errno: number) => Object.assign(new Error('told'), { errno, sqlState: '28000' });
const ofDriver = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('mysqlError', () => {
  it.each([
    [1040, 'too_many_connections', undefined],
    [1044, 'permission_denied', 'database'],
    [1045, 'auth_failed', 'authenticate'],
    [1049, 'database_not_found', 'database'],
    [1142, 'permission_denied', undefined],
    [1251, 'auth_method_not_supported', 'authenticate'],
    [1862, 'auth_expired', 'authenticate'],
    [3118, 'account_locked', 'authenticate'],
    [3159, 'tls_required', 'tls'],
    [4151, 'account_locked', 'authenticate'],
    [65000, 'server_error', undefined],
  ])('knows number %d of a server', (number, code, step) => {
    expect(mysqlError(fromServer(number))).toMatchObject({ code, step });
  });

  it.each([
    ['PROTOCOL_CONNECTION_LOST', 'connection_closed'],
    ['HANDSHAKE_NO_SSL_SUPPORT', 'tls_not_supported'],
    ['AUTH_SWITCH_PLUGIN_ERROR', 'auth_method_not_supported'],
  ])('knows %s of the driver', (code, known) => {
    expect(mysqlError(ofDriver(code))?.code).toBe(known);
  });

  it.each([
    [
      "Hostname/IP does not match certificate's altnames: Host: x. is not in the cert's altnames",
      'tls_name_mismatch',
    ],
    ['certificate has expired', 'tls_expired'],
    ['certificate is not yet valid', 'tls_not_yet_valid'],
    ['self-signed certificate in certificate chain', 'tls_untrusted'],
    ['unable to get local issuer certificate', 'tls_untrusted'],
    ['tlsv13 alert certificate required', 'tls_client_certificate_required'],
    ['tlsv1 alert unknown ca', 'tls_client_certificate_refused'],
    ['sslv3 alert bad certificate', 'tls_client_certificate_refused'],
    ['Client network socket disconnected before secure TLS connection was established', 'connection_closed'],
    ['wrong version number', 'tls_handshake_failed'],
  ])('reads a failed handshake: %s', (text, code) => {
    expect(mysqlError(ofDriver('HANDSHAKE_SSL_ERROR', text))).toMatchObject({ code, step: 'tls' });
  });

  it('knows what the driver gives no code', () => {
    const closed = Object.assign(new Error("Can't add new command when connection is in closed state"), {
      fatal: true,
    });
    expect(mysqlError(closed)?.code).toBe('connection_closed');
    expect(mysqlError(Object.assign(new Error('Should not reach here'), { fatal: true }))?.code).toBe(
      'protocol_error',
    );
  });

  it('leaves what it does not know, also a number of the operating system', () => {
    expect(mysqlError(Object.assign(new Error(), { errno: -111, code: 'ECONNREFUSED' }))).toBeUndefined();
    expect(mysqlError(new Error('?'))).toBeUndefined();
  });
});

describe('clearLoginError', () => {
  it('adds to a refused login that TLS may be missing, and to nothing else', () => {
    expect(clearLoginError(fromServer(1045))).toMatchObject({ hint: expect.stringContaining('TLS') });
    expect(clearLoginError(fromServer(1130))?.hint).toContain('address');
    expect(clearLoginError(fromServer(1049))).toMatchObject({ code: 'database_not_found', hint: undefined });
  });
});
