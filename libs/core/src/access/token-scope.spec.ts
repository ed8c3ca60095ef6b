import { PERMISSIONS, type Role, permissionsOf } from './permissions.js';
import { type Held, narrowed, readTokenScope, tokenScopeText } from './token-scope.js';

const admin: Held = { permissions: permissionsOf('tenant_admin'), projects: 'all' };
const editor: Held = { permissions: permissionsOf('editor'), projects: [3, 4] };
const allOf = (role: Role) => PERMISSIONS.filter((permission) => permissionsOf(role).has(permission));
const read = (text: string | undefined, held: Held = editor) => readTokenScope(text, held);

describe('the scope of a token', () => {
  it.each([undefined, '', '  '])('is all that the account may do for %j', (text) => {
    expect(read(text)).toEqual({ permissions: allOf('editor'), projects: null });
  });

  it('is narrowed to permissions, to projects, or to both', () => {
    expect(read('connections:read')).toEqual({ permissions: ['connections:read'], projects: null });
    expect(read('project:3')).toEqual({ permissions: allOf('editor'), projects: [3] });
    const both = read('project:4 connections:test  connections:read project:4');
    expect(both).toEqual({ permissions: ['connections:read', 'connections:test'], projects: [4] });
    expect(tokenScopeText(both!)).toBe('connections:read connections:test project:4');
  });

  it.each([
    'nonsense',
    'connections:read nonsense',
    'connections:read\tconnections:test',
    'CONNECTIONS:READ',
    'project:',
    'project:0',
    'project:03',
    'project:-3',
    'project:3,4',
    'project:99999999999999999',
    'constructor',
    `connections:read ${'x'.repeat(2_000)}`,
  ])('is nothing for %.60j', (text) => {
    expect(read(text)).toBeNull();
    expect(read(text, admin)).toBeNull();
  });

  it('holds no more than the account does', () => {
    expect(read('audit:read')).toBeNull();
    expect(read('project:5')).toBeNull();
    expect(read('project:3 project:5')).toBeNull();
    expect(read('audit:read', admin)).toMatchObject({ permissions: ['audit:read'] });
    expect(read('project:5', admin)).toMatchObject({ projects: [5] });
    expect(read('tenants:manage', admin)).toBeNull();
  });

  it('has nothing of the whole tenant where it is confined to a project', () => {
    expect(read('project:3 service_accounts:manage', admin)).toBeNull();
    expect(read('project:3 global:write', admin)).toBeNull();
    const { permissions } = read('project:3', admin)!;
    expect(permissions).toEqual([...allOf('editor'), 'leases:read', 'leases:revoke']);
  });
});

describe('what is left in a token when it is used', () => {
  it('is what it was narrowed to, and what the account still has', () => {
    expect(narrowed(editor, 'connections:read audit:read project:3 project:9')).toEqual({
      permissions: new Set(['connections:read']),
      projects: [3],
    });
    expect(narrowed(editor, 'connections:read')).toMatchObject({ projects: [3, 4] });
    expect(narrowed(admin, 'connections:read project:9')).toMatchObject({ projects: [9] });
  });

  it('is nothing of the whole tenant for an account that became its administrator since', () => {
    expect(narrowed(admin, 'connections:read global:write project:3').permissions).toEqual(
      new Set(['connections:read']),
    );
  });

  it('is nothing for a scope of which nothing is known any more', () => {
    expect(narrowed(editor, 'was:there')).toEqual({ permissions: new Set(), projects: [3, 4] });
  });
});
