import { DEFAULT_CLAIM_NAMES, readClaims } from './claims.js';

const GOOD = { sub: 'u1', email: 'a@b.test', tenant: 'acme', role: 'editor', exp: 2_000_000_000 };
const read = (payload: Record<string, unknown>, slug?: string) =>
  readClaims(payload, DEFAULT_CLAIM_NAMES, slug === undefined ? { kind: 'claim' } : { kind: 'fixed', slug });

describe('the claims of a token', () => {
  it('say who calls, in our words', () => {
    expect(read({ ...GOOD, projects: [3, 4], other: true })).toEqual({
      subject: 'u1',
      email: 'a@b.test',
      tenant: 'acme',
      role: 'editor',
      projects: [3, 4],
      expiresAt: 2_000_000_000,
    });
  });

  it('mean all projects when they name none, and none when the list is empty', () => {
    expect(read(GOOD)?.projects).toBe('all');
    expect(read({ ...GOOD, projects: [] })?.projects).toEqual([]);
  });

  it.each(['sub', 'email', 'tenant', 'role', 'exp'])('are refused without %s', (claim) => {
    expect(read({ ...GOOD, [claim]: undefined })).toBeNull();
    expect(read({ ...GOOD, [claim]: null })).toBeNull();
    expect(read({ ...GOOD, [claim]: ['x'] })).toBeNull();
  });

  it.each([
    ['an empty subject', { sub: '' }],
    ['a subject that is a number', { sub: 7 }],
    ['an e-mail that is too long', { email: 'a'.repeat(321) }],
    ['an e-mail with a NUL, which no row can hold', { email: 'a\0@b.test' }],
    ['an e-mail with a line end', { email: 'a@b.test\nrole: tenant_admin' }],
    ['a subject with half a surrogate pair', { sub: 'a\ud800' }],
    ['an unknown role', { role: 'root' }],
    ['the platform’s role', { role: 'platform_admin' }],
    ['a role of the prototype', { role: 'constructor' }],
    ['an expiry that is a text', { exp: '2000000000' }],
    ['projects that are no list', { projects: 3 }],
    ['projects that are null', { projects: null }],
    ['a project that is a text', { projects: ['3'] }],
    ['a project that is no id', { projects: [0] }],
    ['a project with a fraction', { projects: [1.5] }],
    ['a project beyond safe numbers', { projects: [2 ** 53] }],
    ['more projects than anybody has', { projects: Array.from({ length: 1001 }, (_, id) => id + 1) }],
  ])('are refused with %s', (_what, claims) => {
    expect(read({ ...GOOD, ...claims })).toBeNull();
  });

  it('do not make a tenant_admin that is bound to projects', () => {
    expect(read({ ...GOOD, role: 'tenant_admin' })?.role).toBe('tenant_admin');
    expect(read({ ...GOOD, role: 'tenant_admin', projects: [1] })).toBeNull();
    expect(read({ ...GOOD, role: 'tenant_admin', projects: [] })).toBeNull();
  });

  it('come from an issuer of one tenant for that tenant alone', () => {
    expect(read({ ...GOOD, tenant: undefined }, 'acme')?.tenant).toBe('acme');
    expect(read(GOOD, 'acme')?.tenant).toBe('acme');
    expect(read(GOOD, 'other')).toBeNull();
  });

  it('are read under the names that the issuer uses', () => {
    const names = { ...DEFAULT_CLAIM_NAMES, role: 'https://patchbay/role', projects: 'pids' };
    const payload = { ...GOOD, role: 'viewer', 'https://patchbay/role': 'operator', pids: [9] };
    expect(readClaims(payload, names, { kind: 'claim' })).toMatchObject({ role: 'operator', projects: [9] });
  });

  it('stand for a tenant by a map of the issuer, and for none by a value that is not in it', () => {
    const rule = { kind: 'map' as const, slugs: { 'org-1': 'acme' } };
    const of = (tenant: unknown) => readClaims({ ...GOOD, tenant }, DEFAULT_CLAIM_NAMES, rule)?.tenant;
    expect(of('org-1')).toBe('acme');
    for (const other of ['acme', 'org-2', 'constructor', undefined, ['org-1']])
      expect(of(other)).toBeUndefined();
  });
});
