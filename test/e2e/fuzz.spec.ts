import fc from 'fast-check';
import { type TestApp, startTestApp } from '../support/app.js';
import { SEALED_PROPERTY } from '../support/full-connection.js';
import type { Target } from '../support/fuzz/fuzz-tenant.js';
import { type FuzzWorld, createFuzzWorld } from '../support/fuzz/fuzz-world.js';
import { OPEN_MARK, SECRET_MARK, hostileValue } from '../support/fuzz/hostile-values.js';
import { faultsOf } from '../support/fuzz/judgement.js';
import { mutated, mutation, placeCount } from '../support/fuzz/mutation.js';
import { NO_TARGETS, targetsByRoute } from '../support/fuzz/target-routes.js';
import { WHOLE_PRODUCTS } from '../support/layer.js';
import { type RawAnswer, RawHttp, type RawRequest } from '../support/raw-http.js';
import { servedRoutes } from '../support/served-routes.js';

/** Set it to run the same requests again; a failure says which it was. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const BODIES = Number(process.env['FUZZ_BODIES'] ?? (WHOLE_PRODUCTS ? 20_000 : 250));
const ADDRESSES = Math.max(250, BODIES / 10);
/** What each member of a body is in turn. */
const OTHER_KINDS = WHOLE_PRODUCTS ? [null, [], {}, 7, -1, 0.5, '', 'x', true, [null], { x: null }] : [null];
const AT_ONCE = 16;
const SHOWN_FAULTS = 10;
const LONG_MS = 600_000;

let test: TestApp;
let world: FuzzWorld;
let http: RawHttp;
beforeAll(async () => {
  test = await startTestApp();
  world = await createFuzzWorld(test);
  http = new RawHttp(test, AT_ONCE);
});
afterAll(async () => {
  http.close();
  await test.close();
});

function requestTo({ method, path, token }: Target, body: string, headers = {}): RawRequest {
  const own = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return { method, path, headers: { ...own, ...headers }, body };
}

/**
 * The text with one character replaced; as it was, where that would rename a free property: what is sent under
 * a name that tells of no secret is no secret, and shown.
 */
function spoiltText(text: string, where: number, by: string): string {
  const at = where % (text.length + 1);
  const spoilt = text.slice(0, at) + by + text.slice(at + 1);
  return spoilt.split(SEALED_PROPERTY).length < text.split(SEALED_PROPERTY).length ? text : spoilt;
}

/** Sends all requests, some at once, and says which answers are wrong; counts answers by status. */
async function judged(requests: readonly RawRequest[], judge: (answer: RawAnswer) => string[]) {
  const faults: object[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < requests.length && faults.length < SHOWN_FAULTS; index = next++) {
      const request = requests[index]!;
      const answer = await http.send(request);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      const found = judge(answer);
      if (found.length === 0) continue;
      const { method, path, headers } = request;
      const shown = { ...headers, authorization: undefined };
      const sent = String(request.body).slice(0, 1000);
      faults.push({ seed: SEED, index, found, method, path, headers: shown, sent, answer: answer.text });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { faults, statuses };
}

describe('whatever is sent', () => {
  it('is sent to every route that takes a body, and would be taken if it were not changed', async () => {
    const routes = targetsByRoute(servedRoutes(test), world.targets);
    const without = [...routes].filter(([, target]) => !target).map(([route]) => route);
    expect(without.sort()).toEqual(Object.keys(NO_TARGETS).sort());
    const refused: object[] = [];
    for (const [route, target] of routes) {
      if (!target) continue;
      const { status, text } = await http.send(requestTo(target, JSON.stringify(target.body())));
      // The quota is asked when the body was found to be good.
      if (status >= 300 && status !== 429) refused.push({ route, status, text });
    }
    expect(refused).toEqual([]);
  });

  it(
    `is answered in our words, and shows nothing that came in: ${BODIES} bodies`,
    async () => {
      const spoilt = fc.option(fc.tuple(fc.nat(), fc.constantFrom('', '"', '}', '\0', '\\', ',', ':')), {
        freq: 25,
      });
      const plan = fc.record({
        target: fc.constantFrom(...world.targets),
        mutations: fc.array(mutation(), { maxLength: 3, size: 'max' }),
        // `option` gives null most of the time when asked to: most bodies are JSON.
        spoilt: fc.nat(24).chain((dice) => (dice === 0 ? spoilt : fc.constant(null))),
        ifMatch: fc.constantFrom(undefined, undefined, undefined, '*', '"1"', 'W/"1", "2"', 'nonsense', '"'),
        key: fc.oneof(
          { weight: 8, arbitrary: fc.constant(undefined) },
          { weight: 2, arbitrary: fc.uuid() },
          { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 300 }) },
        ),
      });
      const requests = fc
        .sample(plan, { seed: SEED, numRuns: BODIES })
        .map(({ target, mutations, spoilt: cut, ifMatch, key }): RawRequest => {
          const text = JSON.stringify(mutated(target.body(), mutations)) ?? 'null';
          return requestTo(target, cut ? spoiltText(text, ...cut) : text, {
            ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
          });
        });
      const { faults, statuses } = await judged(requests, faultsOf);
      expect(faults).toEqual([]);
      // The bodies were neither all good nor all bad.
      for (const status of [200, 201, 400, 422]) {
        expect({ seed: SEED, status, count: statuses[status] ?? 0 }).toMatchObject({ status });
        expect(statuses[status] ?? 0).toBeGreaterThan(BODIES / 500);
      }
    },
    LONG_MS,
  );

  it(
    `may have each member in turn of another kind: ${JSON.stringify(OTHER_KINDS)}`,
    async () => {
      const targets = [...targetsByRoute(servedRoutes(test), world.targets).values()];
      const requests = targets
        .filter((target) => target !== undefined)
        .flatMap((target) =>
          Array.from({ length: placeCount(target.body()) }, (_, at) =>
            OTHER_KINDS.map((value) => {
              const change = { kind: 'replace', at, key: '', value } as const;
              return requestTo(target, JSON.stringify(mutated(target.body(), [change])));
            }),
          ).flat(),
        );
      const { faults } = await judged(requests, faultsOf);
      expect(faults).toEqual([]);
    },
    LONG_MS,
  );

  it(
    `may stand in paths, queries and headers too: ${ADDRESSES} requests`,
    async () => {
      const { base, projectId, admin } = world;
      const text = hostileValue().map((value) => (JSON.stringify(value) ?? '').slice(0, 600).toWellFormed());
      const part = fc.oneof(
        text.map(encodeURIComponent),
        fc.constantFrom(
          '',
          '%',
          '%zz',
          '%00',
          '%ff',
          '%c0%ae',
          '..',
          '..%2f',
          ';a=b',
          '//',
          '1',
          '-1',
          '1.5',
        ),
        fc.constantFrom('99999999999999999999', '9007199254740993', '2147483648', '0', '%31'),
      );
      const names = fc.oneof(
        fc.constantFrom('limit', 'cursor', 'sort', 'name', 'type', 'scope', 'created_by', 'include'),
        fc.constantFrom(
          'since',
          'until',
          'action',
          'entity',
          'entity_id',
          'actor',
          'force',
          'deleted',
          'erase',
          'status',
          'connection_id',
          '__proto__',
          'a[b]',
        ),
      );
      const query = fc
        .array(fc.tuple(names, part), { maxLength: 4 })
        .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
      const resources = [
        ...['connections', 'credentials', 'projects', 'service-accounts', 'audit-events', 'leases'],
        ...['leases/changes', 'identity-providers', 'ssh-known-hosts', 'checks', 'tables', 'jobs'],
      ];
      const path = fc.oneof(
        fc.constantFrom(...resources).map((resource) => `${base}/${resource}`),
        fc.tuple(fc.constantFrom(...resources), part).map(([name, id]) => `${base}/${name}/${id}`),
        part.map((id) => `${base}/projects/${id}/connections`),
        part.map((id) => `${base}/projects/${projectId}/connections/${id}`),
        part.map((id) => `${base}/credentials/${id}/usage`),
        part.map((id) => `${base}/connections/${id}/versions`),
        part.map((slug) => `/api/backend/${slug}/configuration/connections`),
        part.map((type) => `${base}/connection-types/${type}`),
        part.map((slug) => `/api/platform/tenants/${slug}`),
        part.map((rest) => `/${rest}`),
      );
      const header = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
      const headerName = fc.constantFrom('if-match', 'accept', 'origin', 'x-forwarded-for', 'cookie');
      const odd = fc.dictionary(headerName, fc.oneof(header, fc.constant(OPEN_MARK)), { maxKeys: 3 });
      // A caller gets its own harmless id back.
      const requestId = fc.option(header, { nil: undefined });
      const authorization = fc.oneof(
        { weight: 8, arbitrary: fc.constant(`Bearer ${admin}`) },
        { weight: 1, arbitrary: header },
        { weight: 1, arbitrary: header.map((secret) => `Bearer ${secret}${SECRET_MARK}`) },
      );
      const method = fc.constantFrom(
        'GET',
        'GET',
        'GET',
        'GET',
        'DELETE',
        'OPTIONS',
        'HEAD',
        'PATCH',
        'POST',
      );
      const plan = fc.record({ path, query, odd, requestId, authorization, method });
      const requests = fc
        .sample(plan, { seed: SEED, numRuns: ADDRESSES })
        .filter(({ method, path }) => method !== 'DELETE' || path.length > base.length + 30)
        .map(({ odd, requestId: id, authorization, ...request }) => ({
          method: request.method,
          path: `${request.path}?${request.query}`,
          headers: { ...odd, authorization, ...(id === undefined ? {} : { 'x-request-id': id }) },
        }));
      const { faults, statuses } = await judged(requests, (answer) =>
        // The answer to HEAD has no body, and a Link repeats the address.
        answer.text === '' || answer.status < 400
          ? faultsOf({ ...answer, text: '', status: 200 })
          : faultsOf(answer),
      );
      expect(faults).toEqual([]);
      expect(statuses[200] ?? 0).toBeGreaterThan(0);
      expect(statuses[404] ?? 0).toBeGreaterThan(0);
    },
    LONG_MS,
  );

  it(`may be a form for a token: ${ADDRESSES} requests`, async () => {
    const text = hostileValue().map((value) =>
      typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
    );
    const field = (good: string) => fc.oneof({ weight: 3, arbitrary: fc.constant(good) }, text);
    const plan = fc.record({
      grant_type: field('client_credentials'),
      client_id: field('1'),
      client_secret: field(`pb_1-1_${SECRET_MARK.padEnd(43, 'A').slice(0, 43)}`),
      scope: field(''),
      authorization: fc.option(
        fc.oneof(
          fc.string({ unit: 'grapheme-ascii' }),
          fc.base64String().map((s) => `Basic ${s}`),
        ),
        {
          nil: undefined,
        },
      ),
    });
    const requests = fc
      .sample(plan, { seed: SEED, numRuns: ADDRESSES })
      .map(({ authorization, ...form }): RawRequest => ({
        method: 'POST',
        path: '/api/auth/token',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: new URLSearchParams(form).toString().slice(0, 20_000),
      }));
    const { faults, statuses } = await judged(requests, ({ status, headers, text: answer }) => {
      const { error, error_description: description } = JSON.parse(answer) as Record<string, unknown>;
      const shown = [SECRET_MARK, OPEN_MARK].filter((mark) => answer.includes(mark));
      const shaped = typeof error === 'string' && typeof description === 'string';
      const expected = [400, 401].includes(status) && headers['cache-control'] === 'no-store';
      return [...shown, ...(shaped ? [] : ['another shape']), ...(expected ? [] : [`status ${status}`])];
    });
    expect(faults).toEqual([]);
    for (const status of [400, 401]) expect(statuses[status] ?? 0).toBeGreaterThan(0);
  });

  it('left no secret in the log', () => {
    expect(test.logged.length).toBeGreaterThan(BODIES);
    expect(test.logged.filter((line) => line.includes(SECRET_MARK))).toEqual([]);
  });
});
