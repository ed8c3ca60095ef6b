import { type TestApp, startTestApp, unique } from '../support/app.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';
import { userToken } from '../support/tokens.js';

interface Listed {
  readonly id: number;
  readonly name: string;
  readonly created_at: string;
  readonly resolved_from?: string;
}

const GCS = {
  type: 'S3',
  payload: { bucket: 'b' },
  credential: { type: 'AWS', payload: { access_key: 'a', secret_key: 's' } },
};

describe('lists of connections', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let api: NativeClient;
  let project: number;
  let own: string;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    api = nativeClient(test, tenant);
    project = await createProject(test, tenant);
    own = `/projects/${project}/connections`;
  });

  const namesOf = async (path: string, client = api) =>
    ((await client.get(path).expect(200)).body as Listed[]).map((one) => one.name);

  it('is protected', async () => {
    await test.http().get(`${tenant.base}${own}`).expect(401);
  });

  describe('filters', () => {
    beforeEach(async () => {
      const other = userToken({ tenant: tenant.slug, role: 'tenant_admin', email: 'other@x.test' });
      await api.post('/connections', redshift('Global')).expect(201);
      await api.post(own, redshift('Own')).expect(201);
      await nativeClient(test, tenant, other)
        .post(own, { ...GCS, name: 'Café' })
        .expect(201);
      const sibling = await createProject(test, tenant);
      await api.post(`/projects/${sibling}/connections`, { ...GCS, name: 'Sibling' }).expect(201);
    });

    it.each([
      ['', ['Global', 'Own', 'Café', 'Sibling']],
      ['?type=S3', ['Café', 'Sibling']],
      ['?type=s3', []],
      ['?scope=GLOBAL', ['Global']],
      ['?scope=PROJECT', ['Own', 'Café', 'Sibling']],
      ['?name=own', ['Own']],
      [`?name=${encodeURIComponent(' CAFE\u0301 ')}`, ['Café']],
      ['?name=Ow', []],
      ['?created_by=other@x.test', ['Café']],
      ['?type=S3&scope=PROJECT&created_by=other@x.test&name=caf%C3%A9', ['Café']],
      ['?type=REDSHIFT&created_by=other@x.test', []],
      ['?include=global', ['Global', 'Own', 'Café', 'Sibling']],
    ])('on the tenant’s path %s', async (query, expected) => {
      expect(await namesOf(`/connections${query}`)).toEqual(expected);
    });

    it.each([
      ['', ['Own', 'Café']],
      ['?scope=GLOBAL', []],
      ['?include=global', ['Global', 'Own', 'Café']],
      ['?include=global&scope=GLOBAL', ['Global']],
      ['?include=global&type=S3', ['Café']],
      ['?name=GLOBAL', []],
    ])('on the project’s path %s', async (query, expected) => {
      expect(await namesOf(`${own}${query}`)).toEqual(expected);
    });

    it('show a project-bound caller the globals and its projects’', async () => {
      const viewer = nativeClient(test, tenant, tenant.token('viewer', [project]));
      expect(await namesOf('/connections', viewer)).toEqual(['Global', 'Own', 'Café']);
      const nothing = nativeClient(test, tenant, tenant.token('viewer', []));
      expect(await namesOf('/connections', nothing)).toEqual(['Global']);
      await nothing.get(own).expect(404);
    });

    it.each([
      'scope=global',
      'sort=id,name',
      'sort=created_at',
      'limit=0',
      'limit=1001',
      'limit=ten',
      'limit=-1',
      'limit=',
      'include=all',
      'type=S3&type=GCS',
      'name[]=x',
      'name=%00',
      'created_by=a%00b',
      'type=%00',
      'unknown=1',
      'cursor=',
      'cursor=%00',
    ])('refuse ?%s', async (query) => {
      for (const path of ['/connections', own]) {
        const answer = await api.get(`${path}?${query}`).expect(400);
        expect(answer.headers['content-type']).toContain('application/problem+json');
      }
    });
  });

  describe('with the globals', () => {
    it('say where each one comes from, and a project’s own shadows a global of its name', async () => {
      await api.post('/connections', redshift('Shared')).expect(201);
      await api.post('/connections', { ...GCS, name: 'Only global' }).expect(201);
      await api.post(own, { ...GCS, name: 'SHARED' }).expect(201);
      const { body } = await api.get(`${own}?include=global`).expect(200);
      expect((body as Listed[]).map((one) => [one.name, one.resolved_from])).toEqual([
        ['Only global', 'GLOBAL'],
        ['SHARED', 'PROJECT'],
      ]);
      // A filter narrows what the project resolves to: it does not bring the shadowed one back.
      expect(await namesOf(`${own}?include=global&type=REDSHIFT`)).toEqual([]);
      expect(await namesOf(`${own}?include=global&scope=GLOBAL`)).toEqual(['Only global']);
      expect((await api.get(own)).body[0]).not.toHaveProperty('resolved_from');
      expect(await namesOf('/connections')).toEqual(['Shared', 'Only global', 'SHARED']);
    });
  });

  describe('page by page', () => {
    const NAMES = ['b', 'A', 'ä', 'Z', 'a2', 'ß', 'É', '1', '_', 'éa', '中', 'y'];

    async function pages(path: string): Promise<Listed[][]> {
      const found: Listed[][] = [];
      for (let next: string | undefined = path; next !== undefined;) {
        const answer = await api.get(next).expect(200);
        found.push(answer.body as Listed[]);
        const link: unknown = answer.headers['link'];
        const target = typeof link === 'string' ? /^<([^>]+)>; rel="next"$/.exec(link)?.[1] : undefined;
        next = target?.slice(tenant.base.length);
      }
      return found;
    }

    beforeEach(async () => {
      // At once, so that several share a millisecond.
      await Promise.all(NAMES.map((name) => api.post(own, redshift(name)).expect(201)));
      await api.post('/connections', redshift('global')).expect(201);
    });

    it.each(['id', 'name', '-created_at'])(
      'sorted by %s, everything comes once and in order',
      async (sort) => {
        for (const [path, count] of [
          [`${own}?sort=${sort}`, 12],
          [`${own}?include=global&sort=${sort}`, 13],
          [`/connections?sort=${sort}`, 13],
        ] as const) {
          const whole = (await api.get(path).expect(200)).body as Listed[];
          expect(whole).toHaveLength(count);
          for (const limit of [1, 3, 12, 13, 1000]) {
            const found = await pages(`${path}&limit=${limit}`);
            expect(found.flat()).toEqual(whole);
            expect(found).toHaveLength(Math.ceil(count / limit));
          }
        }
      },
    );

    it('is in the order that it says', async () => {
      const listed = async (sort: string) => (await api.get(`${own}?sort=${sort}`)).body as Listed[];
      const ids = (await listed('id')).map((one) => one.id);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      const times = (await listed('-created_at')).map((one) => one.created_at);
      expect(times).toEqual([...times].sort().reverse());
      const names = (await listed('name')).map((one) => one.name);
      expect(names.indexOf('A')).toBe(names.indexOf('a2') - 1);
      expect(names.indexOf('Z')).toBeLessThan(names.indexOf('中'));
      expect((await api.get(own)).body).toEqual(await listed('id'));
    });

    it('does not repeat or skip the others when one is made or deleted in between', async () => {
      const first = await api.get(`${own}?sort=name&limit=5`).expect(200);
      const seen = first.body as Listed[];
      await api.delete(`${own}/${seen[4]!.id}`).expect(200);
      await api.post(own, redshift('0 before all')).expect(201);
      const cursor = cursorOf(first.headers['link'] as string);
      const rest = await api.get(`${own}?sort=name&cursor=${cursor}`).expect(200);
      const names = [...seen, ...(rest.body as Listed[])].map((one) => one.name);
      expect(names.sort()).toEqual([...NAMES].sort());
    });

    it('keeps the query in the link, and gives none on the last page', async () => {
      const answer = await api.get(`${own}?limit=11&sort=name&type=REDSHIFT`).expect(200);
      const link = new URL(/<([^>]+)>/.exec(answer.headers['link'] as string)![1]!, 'http://x');
      expect(link.pathname).toBe(`${tenant.base}${own}`);
      expect([...link.searchParams.keys()].sort()).toEqual(['cursor', 'limit', 'sort', 'type']);
      expect((await api.get(`${own}?limit=12`)).headers['link']).toBeUndefined();
    });

    const cursorOf = (link: string) =>
      new URL(/<([^>]+)>/.exec(link)![1]!, 'http://x').searchParams.get('cursor')!;

    it('takes a cursor for its own list alone', async () => {
      const first = await api.get(`${own}?sort=name&limit=2`).expect(200);
      const cursor = cursorOf(first.headers['link'] as string);
      await api.get(`${own}?sort=name&cursor=${cursor}&limit=7`).expect(200);
      const stranger = await createTenant(test);
      const strange = nativeClient(test, stranger);
      const theirs = await createProject(test, stranger);
      const bytes = Buffer.from(cursor, 'base64url');
      const flipped = bytes.map((byte, index) => (index === bytes.length - 3 ? byte ^ 1 : byte));
      const unsigned = Buffer.from(JSON.stringify({ key: 'a', id: 1 }));
      const refused = [
        api.get(`${own}?sort=id&cursor=${cursor}`),
        api.get(`${own}?sort=name&type=REDSHIFT&cursor=${cursor}`),
        api.get(`${own}?sort=name&name=a&cursor=${cursor}`),
        api.get(`${own}?sort=name&scope=PROJECT&cursor=${cursor}`),
        api.get(`${own}?sort=name&include=global&cursor=${cursor}`),
        api.get(`/connections?sort=name&cursor=${cursor}`),
        api.get(`/projects/${await createProject(test, tenant)}/connections?sort=name&cursor=${cursor}`),
        strange.get(`/connections?sort=name&cursor=${cursor}`),
        strange.get(`/projects/${theirs}/connections?sort=name&cursor=${cursor}`),
        api.get(`${own}?sort=name&cursor=${Buffer.from(flipped).toString('base64url')}`),
        api.get(`${own}?sort=name&cursor=${cursor.slice(0, -4)}`),
        api.get(`${own}?sort=name&cursor=${unsigned.toString('base64url')}`),
        api.get(`${own}?sort=name&cursor=${'A'.repeat(3000)}`),
        api.get(`${own}?sort=name&cursor=${unique('x')}`),
      ];
      for (const answer of await Promise.all(refused)) {
        expect([answer.status, answer.body.code]).toEqual([400, 'cursor_invalid']);
      }
    });
  });

  it('is empty for a tenant that has none, and 404 for a project that does not exist', async () => {
    expect(await namesOf('/connections')).toEqual([]);
    expect(await namesOf(own)).toEqual([]);
    await api.get('/projects/9000000/connections').expect(404);
    await api.get('/projects/9000000/connections?include=global').expect(404);
    await api.get('/projects/x/connections').expect(400);
  });
});
