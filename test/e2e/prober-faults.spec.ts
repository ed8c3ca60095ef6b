import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { DEFAULT_LIMITS } from '#core';

import { type TestApp, startTestApp } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { childProcesses } from '../support/child-processes.js';
import { sample } from '../support/layer.js';
import { failureOf, PROBER_ENTRY, startTestProber } from '../support/probe.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const PROBERS = 2;
const WAITING = 3;
const MEBIBYTE = 1024 * 1024;

describe('a driver that misbehaves', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let other: TestTenant;
  beforeAll(async () => {
    const faulty = resolve('dist/test/support/faulty-driver.js');
    const limits = { ...DEFAULT_LIMITS, memoryBytes: 256 * MEBIBYTE, queuePerTenant: WAITING };
    const checks = { ...LOCAL_CHECKS, probers: PROBERS, extraOpeners: { POSTGRES: faulty }, limits };
    test = await startTestApp({ checks });
    tenant = await createTenant(test);
    other = await createTenant(test);
  });
  afterAll(() => test.close());

  /** The fault is named by the database. */
  const check = async (fault: string, of = tenant, by = test) =>
    by
      .http()
      .post(`${of.base}/connections/test?deadline_ms=${/loops|hangs/.test(fault) ? 1_000 : 15_000}`)
      .set('authorization', `Bearer ${of.admin}`)
      .send({
        type: 'POSTGRES',
        payload: { host: 'db.example.com', database: fault },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
      });
  const children = () => childProcesses(process.pid, PROBER_ENTRY);
  const expectWell = async () => {
    const answer = await check('nothing');
    expect(answer.body).toMatchObject({ ok: true, server: { product: 'well' } });
    expect((await children()).length).toBeLessThanOrEqual(PROBERS);
  };

  it.each(
    sample(
      [
        ['throws_later', 'driver_error'],
        ['rejects_unheard', 'driver_error'],
        ['emits_unheard', 'driver_error'],
        ['throws_nothing', 'driver_error'],
        ['exits', 'driver_error'],
        ['kills_itself', 'driver_error'],
        ['disconnects', 'driver_error'],
        ['eats_heap', 'out_of_memory'],
        ['eats_buffers', 'out_of_memory'],
        ['loops', 'timeout'],
        ['hangs', 'timeout'],
      ] as const,
      2,
    ),
  )('and %s costs itself alone: %s', async (fault, code) => {
    const [answer, beside] = await Promise.all([check(fault), check('nothing', other)]);
    expect(answer.status).toBe(200);
    expect(failureOf(answer.body)).toBe(`resolve: ${code}`);
    expect(beside.body.ok).toBe(true);
    await expectWell();
    expect(JSON.stringify([answer.body, test.logged])).not.toContain('canary-text');
  });

  it.each([
    ['writes', 'written'],
    ['listens', 'listening'],
    ['talks', 'told'],
  ])('and %s passes for all that', async (fault, product) => {
    expect((await check(fault)).body).toMatchObject({ ok: true, server: { product } });
    await expectWell();
    expect(JSON.stringify(test.logged)).not.toContain('canary-text');
  });

  it('finds an empty environment, and folders of its own that go with the job and the process', async () => {
    const { body } = await check('looks_around');
    const [mode, parentMode, variables, folder = '', job = ''] = body.server.product.split(' ') as string[];
    expect([mode, parentMode, variables]).toEqual(['700', '700', '0']);
    expect(existsSync(join(tmpdir(), folder))).toBe(true);
    expect(existsSync(join(tmpdir(), folder, job))).toBe(false);
    while (existsSync(join(tmpdir(), folder))) await check('exits');
    await expectWell();
  });

  it('is refused when too many wait, and delays no other tenant', async () => {
    const ended: string[] = [];
    const run = async (name: string, of: TestTenant, fault: string) => {
      const answer = await check(fault, of);
      ended.push(name);
      return answer;
    };
    // Those that the cases before have cost are there again.
    await Promise.all([check('nothing'), check('nothing', other)]);
    const many = Array.from({ length: WAITING + 3 }, () => run('many', tenant, 'slow'));
    const few = await run('few', other, 'nothing');
    const answers = await Promise.all(many);
    expect(few.body.ok).toBe(true);
    // Those that are refused, and at most one that ran: the rest wait for their turn.
    expect(ended.indexOf('few')).toBeLessThan(ended.length - WAITING);
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused).toHaveLength(2);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ code: 'checks_busy' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(answers.filter(({ body }) => body.ok === true)).toHaveLength(WAITING + 1);
    await expectWell();
  });

  it('is left at once by who does not want it any more, also by who never did', async () => {
    const faulty = resolve('dist/test/support/faulty-driver.js');
    const prober = startTestProber({ extraOpeners: { POSTGRES: faulty } });
    const ask = (database: string, signal?: AbortSignal) =>
      prober.probe('POSTGRES', { payload: { database }, deadlineMs: 20_000 }, signal);
    try {
      const waiting = new AbortController();
      const waits = ask('hangs', waiting.signal);
      waiting.abort();
      await expect(waits).rejects.toMatchObject({ code: 'checks_busy' });
      await ask('nothing');
      const beginning = new AbortController();
      const begins = ask('hangs', beginning.signal);
      // The turn has come, and the process was not told yet.
      beginning.abort();
      expect(failureOf(await begins)).toBe('resolve: cancelled');
      await expect(ask('hangs', AbortSignal.abort())).rejects.toMatchObject({ code: 'checks_busy' });
    } finally {
      await prober.close();
    }
  });

  it('leaves no process behind when the server stops, whatever it is doing', async () => {
    const before = await children();
    const faulty = resolve('dist/test/support/faulty-driver.js');
    const second = await startTestApp({
      checks: { ...LOCAL_CHECKS, probers: PROBERS, extraOpeners: { POSTGRES: faulty } },
    });
    const endless = check('loops', tenant, second).catch(() => undefined);
    expect((await check('nothing', other, second)).body.ok).toBe(true);
    const started = (await children()).filter((id) => !before.includes(id));
    expect(started.length).toBeGreaterThan(0);
    await second.close();
    await endless;
    expect((await children()).filter((id) => started.includes(id))).toEqual([]);
  });
});
