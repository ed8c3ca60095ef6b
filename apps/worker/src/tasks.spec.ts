import { parseCrontab } from 'graphile-worker';
import type { JobRunner, Maintenance, Schedules } from '#core';
import { createLogger } from '#platform/logging';
import { LocalKeyProvider } from '#platform/vault';
import { CRONTAB, tasks } from './tasks.js';

/** What comes with each job that a tenant starts, and not at a time. */
const UNSCHEDULED = ['run_jobs'];

/** The tasks, and which work they asked for. */
function worker() {
  const logged: string[] = [];
  const done: string[] = [];
  const maintenance = new Proxy({} as Maintenance, {
    get: (_, name: string) => () => {
      done.push(name);
      return Promise.resolve(1);
    },
  });
  const jobs = { wake: () => done.push('runJobs') } as unknown as JobRunner;
  const schedules = {
    run: () => {
      done.push('runSchedules');
      return Promise.resolve(1);
    },
  } as unknown as Schedules;
  const keys = new LocalKeyProvider({ active: 'k', keys: new Map([['k', Buffer.alloc(32, 1)]]) });
  const logger = createLogger({ level: 'info', destination: { write: (line: string) => logged.push(line) } });
  return { list: tasks({ maintenance, keys, jobs, schedules, logger }), done, logged };
}

describe('the tasks of the worker', () => {
  it('are all scheduled that have a time, and nothing else is', () => {
    const known = [...parseCrontab(CRONTAB).map(({ task }) => task), ...UNSCHEDULED];
    expect(known.sort()).toEqual(Object.keys(worker().list).sort());
  });

  it.each(Object.keys(worker().list))('%s does what it is named for', async (name) => {
    const { list, done, logged } = worker();
    await list[name]!({}, {} as never);
    expect(done).toEqual([name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())]);
    const lines = logged.map((line) => JSON.parse(line) as { task: string });
    expect(lines.map(({ task }) => task)).toEqual(UNSCHEDULED.includes(name) ? [] : [name]);
  });
});
