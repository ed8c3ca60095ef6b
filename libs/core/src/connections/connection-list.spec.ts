import type { Scope } from '#platform/scope';
import type { ConnectionRow } from './connection-columns.js';
import { type ConnectionFilter, LIST_SORTS, connectionListQuery, positionOf } from './connection-list.js';

const SCOPE = { tenantId: 5, projects: 'all' } as unknown as Scope;
const ALL: ConnectionFilter = { sort: 'id', limit: 10, includeGlobal: false, deleted: false };
const AFTER = { key: 'k', id: 3 };

describe('the statement of a list', () => {
  const scopes: [string, Scope][] = [
    ['tenant-wide', SCOPE],
    ['bound', { ...SCOPE, projects: [1, 2] }],
    ['in a project', { ...SCOPE, projectId: 1 }],
  ];
  const filters = LIST_SORTS.flatMap((sort) =>
    [undefined, AFTER].flatMap((after) =>
      [false, true].map((includeGlobal): ConnectionFilter => ({ ...ALL, sort, after, includeGlobal })),
    ),
  );
  const queries = scopes.flatMap(([, scope]) => filters.map((filter) => connectionListQuery(scope, filter)));

  it('has one text for one name: a connection plans each once', () => {
    const texts = new Map(queries.map((query) => [query.name, query.text]));
    for (const { name, text } of queries) expect(text).toBe(texts.get(name));
    expect(new Set(texts.values()).size).toBe(texts.size);
  });

  it('uses each of its values, and no other', () => {
    for (const { text, values } of queries) {
      const used = new Set([...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
      expect([...used].sort((a, b) => a - b)).toEqual(values.map((_, index) => index + 1));
    }
  });

  it('always names the tenant, and asks for one row more than the page holds', () => {
    for (const { text, values } of queries) {
      expect(text).toContain('c.tenant_id = $1');
      expect(values[0]).toBe(5);
      expect(values.at(-1)).toBe(11);
    }
  });

  it.each([
    ['every project', SCOPE, null],
    ['the caller’s projects', { ...SCOPE, projects: [1, 2] }, [1, 2]],
    ['no project', { ...SCOPE, projects: [] }, []],
    ['the path’s project', { ...SCOPE, projects: [1, 2], projectId: 2 }, 2],
  ])('is confined to %s', (_, scope, expected) => {
    expect(connectionListQuery(scope, ALL).values[1]).toEqual(expected);
  });

  it('takes the filters as values, never as text', () => {
    const filter = { ...ALL, type: "x' or 1=1", scope: 'GLOBAL', nameKey: "n'", createdBy: "c'" };
    const { text, values } = connectionListQuery(SCOPE, filter);
    expect(text).not.toMatch(/1=1|n'|c'/);
    expect(values.slice(2, 6)).toEqual(["x' or 1=1", 'GLOBAL', "n'", "c'"]);
  });

  it('shows GLOBAL ones beneath a project only when it is asked to', () => {
    const inProject = { ...SCOPE, projectId: 1 };
    expect(connectionListQuery(inProject, ALL).text).not.toContain('project_id is null');
    expect(connectionListQuery(inProject, { ...ALL, includeGlobal: true }).text).toContain(
      'project_id is null',
    );
  });
});

describe('where a page ends', () => {
  const row = { id: 3, nameKey: 'n', createdAt: new Date('2025-05-23T11:03:01.007Z') } as ConnectionRow;

  it.each([
    ['id', { key: 3, id: 3 }],
    ['name', { key: 'n', id: 3 }],
    ['-created_at', { key: '2025-05-23T11:03:01.007Z', id: 3 }],
  ] as const)('sorted by %s', (sort, expected) => {
    expect(positionOf(row, sort)).toEqual(expected);
  });
});
