import { DomainError } from '#platform/errors';
import { sqlState, translateDatabaseError, violatedConstraint, violates } from './database-error.js';

const withCode = (code: string, message = 'refused'): Error => Object.assign(new Error(message), { code });
const wrapped = (driverError: object): Error => Object.assign(new Error('query failed'), { driverError });

describe('an error of the database', () => {
  it.each([
    ['57P01', 'the administrator shut it down'],
    ['57P03', 'it is starting'],
    ['53300', 'it has no connection left'],
    ['08006', 'the connection failed'],
    ['57014', 'a statement took too long'],
    ['55P03', 'a lock did not become free'],
    ['40P01', 'another won a deadlock'],
    ['ECONNREFUSED', 'nothing listens'],
    ['ENOENT', 'its socket is gone'],
    ['EPIPE', 'it went away'],
  ])('%s (%s) is 503 with a time to try again', (code) => {
    for (const error of [withCode(code), wrapped(withCode(code))]) {
      expect(translateDatabaseError(error)).toMatchObject({
        kind: 'unavailable',
        code: 'database_unavailable',
        details: { retryAfter: 1 },
      });
    }
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ])('without a code is known by the words of the driver: %s', (message) => {
    expect(translateDatabaseError(new Error(message))).toMatchObject({ code: 'database_unavailable' });
  });

  it('does not carry the driver’s words to the caller', () => {
    const error = withCode('08006', 'connection to 10.1.2.3 as patchbay_api failed');
    expect((translateDatabaseError(error) as DomainError).message).not.toMatch(/10\.1|patchbay/);
  });

  it('passes on when it is a rule, a bug or no error of a driver', () => {
    const rule = new DomainError('conflict', 'connection_exists', 'A connection of this name exists here.');
    for (const other of [withCode('23505'), withCode('42P01'), new TypeError('a bug'), rule, 'text', null]) {
      expect(translateDatabaseError(other)).toBe(other);
    }
  });

  it('has its SQLSTATE inside of TypeORM’s wrapper as well', () => {
    expect(sqlState(withCode('23505'))).toBe('23505');
    expect(sqlState(wrapped({ code: '23503' }))).toBe('23503');
    expect(sqlState(null)).toBeUndefined();
    expect(sqlState(new Error('plain'))).toBeUndefined();
  });
});

describe('a violated constraint', () => {
  const violation = (constraint: string): Error => wrapped({ code: '23505', constraint });

  it('is known by its name, also on a shard', () => {
    expect(violatedConstraint(violation('connections_name'))).toBe('connections_name');
    expect(violates(violation('connections_name'), 'connections_name')).toBe(true);
    expect(violates(violation('connections_name_102074'), 'connections_name')).toBe(true);
  });

  it('is not taken for another one whose name begins alike', () => {
    expect(violates(violation('connections_name_key'), 'connections_name')).toBe(false);
    expect(violates(violation('connections_name_12x'), 'connections_name')).toBe(false);
    expect(violates(violation('connections'), 'connections_name')).toBe(false);
    expect(violates(new Error('plain'), 'connections_name')).toBe(false);
  });
});
