import { oracleError } from './server-errors.js';

const of = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code}: text`), { code }, more);

describe('oracleError', () => {
  it.each([
    [of('ORA-01017', { errorNum: 1017 }), 'auth_failed'],
    [of('ORA-28001', { errorNum: 28_001 }), 'auth_expired'],
    [of('ORA-55555', { errorNum: 55_555 }), 'server_error'],
    [of('NJS-518'), 'service_not_found'],
    [of('NJS-510'), 'timeout'],
    [of('NJS-500'), 'connection_closed'],
    [
      Object.assign(new Error('NJS-511: connection refused. ORA-12516'), { code: 'NJS-511' }),
      'too_many_connections',
    ],
    [of('NJS-511'), 'server_unavailable'],
    [new Error('NJS-509: no code of its own'), 'protocol_error'],
    [new RangeError('Attempt to access memory outside buffer bounds'), 'protocol_error'],
  ])('takes %s for %s', (error, code) => {
    expect(oracleError(error)?.code).toBe(code);
  });

  it('says who has logged in already', () => {
    expect(oracleError(of('ORA-01045', { errorNum: 1045 }))).toMatchObject({ step: 'database' });
  });

  it.each([new Error('something'), of('ECONNRESET'), of('NJS-999')])('leaves %s alone', (error) => {
    expect(oracleError(error)).toBeUndefined();
  });
});
