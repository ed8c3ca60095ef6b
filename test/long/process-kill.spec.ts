import { type JsonClient, jsonClient } from '../support/process/json-client.js';
import { TOKEN, runProgram } from '../support/process/program.js';
import { ServerHome, type ServerProcess, isRunning } from '../support/process/server-home.js';
import { redshift } from '../support/tenant.js';

const CONNECTIONS = '/api/backend/acme/configuration/connections';
const CREATES = 500;

/** Each case finds what the case before left. */
describe('the product as a process that is killed', () => {
  let home: ServerHome;
  let server: ServerProcess;
  let token: string;
  const asAdmin = (): JsonClient => jsonClient(server.url, token);
  const kept = new Map<number, unknown>();

  const namesOf = async (): Promise<string[]> => {
    const { body } = await asAdmin()('GET', CONNECTIONS);
    return (body as unknown as { name: string }[]).map(({ name }) => name);
  };

  beforeAll(async () => {
    home = await ServerHome.make();
    server = await home.start();
    const platform = jsonClient(server.url, await home.platformKey());
    await platform('POST', '/api/platform/tenants', { slug: 'acme', name: 'Acme' });
    const admin = ['--email', 'john_doe@acme.io', '--tenant', 'acme', '--role', 'tenant_admin'];
    token = (await runProgram(TOKEN, home.settings, admin)).stdout.trim();
  }, 60_000);
  afterAll(() => home.remove());

  it('loses nothing that it acknowledged when that happens amid 500 creates', async () => {
    const api = asAdmin();
    const names = Array.from({ length: CREATES }, (_, index) => `c-${index}`);
    const create = async (name: string): Promise<void> => {
      const { status, body } = await api('POST', CONNECTIONS, redshift(name), name);
      if (status === 201) kept.set(body['id'] as number, body);
      if (kept.size === CREATES / 5) server.signal('SIGKILL');
    };
    const ends = await Promise.allSettled(names.map(create));
    await server.ended;
    expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    const orphan = await home.postgresPid();
    expect(await isRunning(orphan)).toBe(true);

    server = await home.start();
    expect(await isRunning(orphan)).toBe(false);
    expect(server.stdout()).toContain(`process ${orphan}`);
    const again = asAdmin();
    for (const [id, acknowledged] of kept) {
      expect(await again('GET', `${CONNECTIONS}/${id}`)).toEqual({ status: 200, body: acknowledged });
    }
    const { body } = await again('POST', `${CONNECTIONS}/${[...kept.keys()].at(-1)}/test`);
    expect(body).toMatchObject({ ok: false, steps: expect.any(Array) });
  }, 60_000);

  it('answers each create that is sent again with its key as if nothing had happened, and makes none twice', async () => {
    const api = asAdmin();
    const names = Array.from({ length: CREATES }, (_, index) => `c-${index}`);
    const committed = new Set(await namesOf());
    expect(committed.size).toBeLessThan(CREATES);
    const answers = await Promise.all(names.map((name) => api('POST', CONNECTIONS, redshift(name), name)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { body } of answers) {
      const id = body['id'] as number;
      if (kept.has(id)) expect(body).toEqual(kept.get(id));
      kept.set(id, body);
    }
    expect((await namesOf()).sort()).toEqual(names.sort());
  }, 60_000);

  it('has no half connection after that', async () => {
    const stored = await namesOf();
    expect(stored.length).toBeGreaterThanOrEqual(kept.size);
    const audit = '/api/backend/acme/configuration/audit-events?action=connection.create';
    const events = (await asAdmin()('GET', audit)).body as unknown as { after: { name: string } }[];
    expect(events.map(({ after }) => after.name).sort()).toEqual(stored.sort());
  });
});
