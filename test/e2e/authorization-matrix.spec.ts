import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import {
  type AuthorizationWorld,
  type Home,
  RequestPlace,
  type ValidRequest,
  createWorld,
} from '../support/authorization-world.js';
import { REFUSED_TOKENS } from '../support/refused-tokens.js';
import { ROUTE_EXPECTATIONS } from '../support/route-expectations.js';
import { EVERY_ROLE, type Role, type RouteExpectation } from '../support/route-row.js';
import { servedRoutes } from '../support/served-routes.js';
import { routeAddress } from '../support/route-address.js';
import { send } from '../support/send.js';

/** Where a request goes, seen from the principals of one tenant that are bound to one of its projects. */
type Place = 'own' | 'sibling project' | 'another tenant' | 'no tenant' | 'ids of another tenant';
type Who = Role | 'nobody';

/** Anybody may read what the service is able to do; these hold nothing of anybody. */
const DOCUMENTS = /^GET \/(openapi[\w./-]*|docs(\/[\w.-]*)?)$/;

const BAD_CREDENTIALS = ['expired', 'another audience', 'alg none over a good signature'];

describe('who may call what', () => {
  let test: TestApp;
  let world: AuthorizationWorld;
  beforeAll(async () => {
    test = await startTestApp();
    world = await createWorld(test);
  });
  afterAll(() => test.close());

  it('is said for every route, and for no other', () => {
    const declared = test.app.get(RouteTable).routes.map(({ method, path }) => `${method} ${path}`);
    const expected = ROUTE_EXPECTATIONS.map(({ route }) => route);
    expect({
      routesWithoutARow: declared.filter((route) => !expected.includes(route)),
      rowsWithoutARoute: expected.filter((route) => !declared.includes(route)),
      rowsTwice: expected.filter((route, index) => expected.indexOf(route) !== index),
    }).toEqual({ routesWithoutARow: [], rowsWithoutARoute: [], rowsTwice: [] });
  });

  it('asks of a public route that it is declared so, and of no other', () => {
    const open = test.app.get(RouteTable).routes.filter(({ access }) => access.public);
    const rows = ROUTE_EXPECTATIONS.filter(({ roles }) => roles === 'anybody');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      rows.map(({ route }) => route).sort(),
    );
  });

  it('leaves no route to the server that the table does not know, but for the documents', () => {
    const known = new Set(ROUTE_EXPECTATIONS.map(({ route }) => route));
    const served = servedRoutes(test).map((route) => route.replace(/^HEAD /, 'GET '));
    expect(served).toEqual(expect.arrayContaining([...known]));
    const others = new Set(served.filter((route) => !known.has(route)));
    expect([...others].filter((route) => !DOCUMENTS.test(route))).toEqual([]);
  });

  it.each(ROUTE_EXPECTATIONS.map((row) => [row.route, row] as const))('%s', async (_, row) => {
    const expected: Record<string, number> = {};
    const answered: Record<string, number> = {};
    // What is refused or only reads changes nothing, so that one request will do for all of those.
    const standing = new Map<Home, ValidRequest>();
    for (const place of placesOf(row)) {
      const home = homeOf(place);
      const unchanged = standing.get(home) ?? (await requestFor(row, home));
      standing.set(home, unchanged);
      const calls = [...EVERY_ROLE, 'nobody' as const].map(async (who) => {
        const status = expectedStatus(row, who, place);
        const changes = status === row.status && !row.route.startsWith('GET ');
        const request = changes ? await requestFor(row, home) : unchanged;
        const name = `${who}: ${place}`;
        expected[name] = status;
        const credential = credentialOf(who, place, row, request);
        answered[name] = await statusOf(row, request, home, place, credential);
      });
      await Promise.all(calls);
    }
    const request = standing.get(world.own)!;
    for (const name of BAD_CREDENTIALS) {
      const token = REFUSED_TOKENS.find(([called]) => called === name)![1](world.own.tenant.slug);
      expected[`token: ${name}`] = row.roles === 'anybody' ? row.status : 401;
      answered[`token: ${name}`] = await statusOf(row, request, world.own, 'own', token);
    }
    expect(answered).toEqual(expected);
  });

  function homeOf(place: Place): Home {
    if (place === 'sibling project') return world.sibling;
    return place === 'own' || place === 'no tenant' ? world.own : world.other;
  }

  async function requestFor(row: RouteExpectation, home: Home): Promise<ValidRequest> {
    return (await row.request?.(new RequestPlace(test, home, isBeneathProject(row)))) ?? {};
  }

  /** Bound to its project beneath one, else at home in the whole tenant; some roles cannot be bound. */
  function credentialOf(who: Who, place: Place, row: RouteExpectation, request: ValidRequest) {
    if (who === 'nobody') return null;
    if (who === 'platform_admin') return PLATFORM_KEY;
    const { tenant, project } = world.own;
    if (who === 'tenant_admin' || !isBeneathProject(row)) return tenant.token(who);
    const visible = place === 'own' ? Number(request.params?.['projectId'] ?? project) : project;
    return tenant.token(who, [visible]);
  }

  async function statusOf(
    row: RouteExpectation,
    request: ValidRequest,
    home: Home,
    place: Place,
    credential: string | null,
  ): Promise<number> {
    const [method, path] = row.route.split(' ') as [string, string];
    const slugs: Partial<Record<Place, string>> = {
      'no tenant': 'there-is-none',
      'ids of another tenant': world.own.tenant.slug,
    };
    const params: Record<string, string | number> = {
      projectId: home.project,
      ...request.params,
      tenant: slugs[place] ?? home.tenant.slug,
    };
    const url = routeAddress(path, params);
    const sent = { method, path: request.query ? `${url}?${request.query}` : url, credential };
    return (await send(test, request.body ? { ...sent, body: request.body } : sent)).status;
  }
});

function isBeneathProject(row: RouteExpectation): boolean {
  return row.route.includes('/:projectId');
}

function placesOf(row: RouteExpectation): Place[] {
  if (!row.route.includes('/:tenant/')) return ['own'];
  const namesAnObject = /:\w+Id\b/.test(row.route);
  return [
    'own',
    ...(isBeneathProject(row) ? (['sibling project'] as const) : []),
    'another tenant',
    'no tenant',
    ...(namesAnObject ? (['ids of another tenant'] as const) : []),
  ];
}

/** What one cannot see is 404; what one sees and may not do is 403. */
function expectedStatus(row: RouteExpectation, who: Who, place: Place): number {
  if (row.roles === 'anybody') return row.status;
  if (who === 'nobody') return 401;
  const permitted = row.roles.includes(who);
  const bound = isBeneathProject(row) && who !== 'tenant_admin' && who !== 'platform_admin';
  switch (place) {
    case 'own':
      return permitted ? row.status : 403;
    case 'no tenant':
      return 404;
    case 'another tenant':
      if (who !== 'platform_admin') return 404;
      return permitted ? row.status : 403;
    case 'sibling project':
      if (bound) return 404;
      return permitted ? row.status : 403;
    case 'ids of another tenant':
      return permitted || bound || row.refusedInside?.includes(who) ? 404 : 403;
  }
}
