import { BridgeError } from './bridge-error.js';
import { DB2_JDBC_DRIVER } from './db2-driver.js';
import type { JdbcDriver } from './jdbc-driver.js';
import { jdbcError, jdbcLoginError } from './jdbc-errors.js';

const DRIVER: JdbcDriver = {
  ...DB2_JDBC_DRIVER,
  tls: { on: () => ({}), off: {}, refusedStates: ['08000'] },
  numbers: { 1045: 'auth_failed' },
  states: { '42705': 'database_not_found' },
};
const error = (given: {
  state?: string;
  number?: number;
  classes?: string[];
  verdict?: string;
  encrypted?: boolean;
  strayed?: boolean;
}) =>
  new BridgeError(
    given.state ?? '',
    given.number ?? 0,
    given.classes ?? ['SQLException'],
    given.verdict ?? '',
    given.encrypted ?? false,
    given.strayed ?? false,
  );

describe('jdbcError', () => {
  it.each([
    [{ state: '28P01' }, 'auth_failed'],
    [{ state: '08001', number: 1045 }, 'auth_failed'],
    [{ state: '42705' }, 'database_not_found'],
    [{ state: '42000' }, 'statement_refused'],
    [{ state: '08006' }, 'connection_closed'],
    [{ state: '08S01', classes: ['SQLException', 'SocketTimeoutException'] }, 'timeout'],
    [{ state: '08001', classes: ['SQLException', 'SSLHandshakeException'] }, 'tls_handshake_failed'],
    [{ state: '28000', classes: ['SQLException', 'EOFException'] }, 'auth_failed'],
    [{ state: '99999' }, 'server_error'],
    [{ classes: ['ClassNotFoundException'] }, 'driver_not_installed'],
    [{ state: '08001', verdict: 'name' }, 'tls_name_mismatch'],
    [{ state: '08001', verdict: 'untrusted', strayed: true }, 'redirect_outside_target'],
    [{ classes: ['IllegalStateException'] }, 'driver_error'],
  ])('takes %j for %s', (given, code) => {
    expect(jdbcError(DRIVER)(error(given))?.code).toBe(code);
  });

  it('leaves others alone', () => {
    expect(jdbcError(DRIVER)(new Error('28P01'))).toBeUndefined();
  });
});

describe('jdbcLoginError', () => {
  it('knows a server without TLS, if there should have been any', () => {
    expect(jdbcLoginError(DRIVER, true)(error({ state: '08000' }))?.code).toBe('tls_not_supported');
    expect(jdbcLoginError(DRIVER, false)(error({ state: '08000' }))?.code).toBe('connection_closed');
    expect(jdbcLoginError(DRIVER, true)(error({ state: '08000', encrypted: true }))?.code).toBe(
      'connection_closed',
    );
  });

  it('knows that who lacks a right has logged in', () => {
    expect(jdbcLoginError(DRIVER, true)(error({ state: '42501' }))).toMatchObject({
      code: 'permission_denied',
      step: 'database',
    });
  });
});
