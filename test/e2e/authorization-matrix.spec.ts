import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import {
  type AuthorizationWorld,
  type Home,
  RequestPlace,
  type ValidRequest,
  addressOf,
  createWorld,
  isBeneathProject,
} from '../support/authorization-world.js';
import { sample } from '../support/layer.js';
import { REFUSED_TOKENS } from '../support/refused-tokens.js';
import { ROUTE_EXPECTATIONS } from '../support/route-expectations.js';
import { EVERY_ROLE, type Role, type RouteExpectation } from '../support/route-row.js';
import { servedRoutes } from '../support/served-routes.js';
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

  it.each(sample(ROUTE_EXPECTATIONS, 6).map((row) => [row.route, row] as const))('%s', async (_, row) => {
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
    return (await row.request?.(new RequestPlace(test, home, isBeneathProject(row.route)))) ?? {};
  }

  /** Bound to its project beneath one, else at home in the whole tenant; some roles cannot be bound. */
  function credentialOf(who: Who, place: Place, row: RouteExpectation, request: ValidRequest) {
    if (who === 'nobody') return null;
    if (who === 'platform_admin') return PLATFORM_KEY;
    const { tenant, project } = world.own;
    if (who === 'tenant_admin' || !isBeneathProject(row.route)) return tenant.token(who);
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
    const slug = slugs[place] ?? home.tenant.slug;
    const at = addressOf(path, home, { ...request, params: { ...request.params, tenant: slug } });
    const sent = { method, path: at, credential };
    return (await send(test, request.body ? { ...sent, body: request.body } : sent)).status;
  }
});

function placesOf(row: RouteExpectation): Place[] {
  const within: Place[] = isBeneathProject(row.route) ? ['own', 'sibling project'] : ['own'];
  if (!row.route.includes('/:tenant/')) return within;
  const namesAnObject = /:\w+Id\b/.test(row.route);
  return [
    ...within,
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
  const bound = isBeneathProject(row.route) && who !== 'tenant_admin' && who !== 'platform_admin';
  switch (place) {
    case 'own':
      return permitted ? row.status : 403;
    case 'no tenant':
      return 404;
    case 'another tenant':
      if (who !== 'platform_admin') return 404;
      return permitted ? row.status : 403;
    case 'sibling project':
      // A project's name is looked up once it is known that the caller may do this in some project.
      if (bound) return permitted || row.route.includes('/:projectId') ? 404 : 403;
      return permitted ? row.status : 403;
    case 'ids of another tenant':
      return permitted || bound || row.refusedInside?.includes(who) ? 404 : 403;
  }
}
