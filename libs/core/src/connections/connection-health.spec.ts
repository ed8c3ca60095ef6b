import { type CheckedConnection, healthAfter, healthView, type StoredHealth } from './connection-health.js';

const OK = { ok: true, code: null };
const REFUSED = { ok: false, code: 'auth_failed' };
const CLOSED = { ok: false, code: 'connect_refused' };
const MADE_WITH = { version: 1, credential: '7.1' };

/** The health after checks, the first at minute 0, the next at minute 1, and so on. */
function after(...checks: (typeof OK | typeof REFUSED | Partial<CheckedConnection>)[]): StoredHealth {
  let health: StoredHealth | null = null;
  for (const [minute, check] of checks.entries()) {
    const at = `2026-01-01T00:0${minute}:00.000Z`;
    health = healthAfter(health, { ...OK, ...MADE_WITH, ...check, at });
  }
  return health!;
}

describe('the health of a connection', () => {
  it('keeps when its status began, and when it was well', () => {
    expect(after(OK, OK, CLOSED, CLOSED)).toMatchObject({
      status: 'failing',
      since: '2026-01-01T00:02:00.000Z',
      last_ok: '2026-01-01T00:01:00.000Z',
      consecutive_failures: 2,
    });
    expect(after(CLOSED, OK)).toMatchObject({ status: 'healthy', consecutive_failures: 0 });
    expect(after(CLOSED)).toMatchObject({ last_ok: null });
  });

  it.each([
    ['five refusals', [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED], 'blocked'],
    ['four', [REFUSED, REFUSED, REFUSED, REFUSED], 'failing'],
    [
      'five, and a host that was down between',
      [REFUSED, REFUSED, CLOSED, REFUSED, REFUSED, REFUSED],
      'blocked',
    ],
    ['five, and a success between', [REFUSED, REFUSED, OK, REFUSED, REFUSED, REFUSED], 'failing'],
    ['five failures of another kind', [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED], 'failing'],
    ['five, then a success', [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, OK], 'healthy'],
  ])('after %s', (_, checks, status) => {
    expect(after(...checks).status).toBe(status);
  });

  it.each([{ version: 2 }, { credential: '7.2' }])('counts refusals anew for %j', (other) => {
    const changed = { ...REFUSED, ...other };
    expect(after(REFUSED, REFUSED, REFUSED, REFUSED, changed)).toMatchObject({
      status: 'failing',
      refusals: 1,
      consecutive_failures: 5,
    });
  });

  it('is answered without what is counted inside, and released by a change of the connection', () => {
    const blocked = after(REFUSED, REFUSED, REFUSED, REFUSED, REFUSED);
    const { status: _, since, last_ok, consecutive_failures } = blocked;
    const rest = { since, last_ok, consecutive_failures };
    expect(healthView(blocked, 1)).toEqual({ status: 'blocked', ...rest });
    expect(healthView(blocked, 2)).toEqual({ status: 'failing', ...rest });
    expect(healthView(null, 1)).toBeNull();
  });
});
