import type { QueryRunner } from 'typeorm';
import { DomainError } from '#platform/errors';
import { UnitOfWork } from './transaction.js';

/** A runner that tells what it was sent, and whose named statements end as the test says. */
function unitWith(endOf: (text: string) => Promise<unknown[]>) {
  const log: string[] = [];
  const send = async (text: string) => {
    log.push(text);
    return endOf(text);
  };
  const runner = {
    query: send,
    connect: async () => ({
      connection: { stream: { cork: () => undefined, uncork: () => undefined } },
      query: async ({ text }: { text: string }) => ({ rows: await send(text) }),
    }),
    commitTransaction: () => send('commit'),
  };
  const unit = new UnitOfWork(runner as unknown as QueryRunner, async () => {
    throw new Error('no keys');
  });
  return { unit, log };
}

const named = (text: string) => ({ name: text, text, values: [] });
const refusal = (cause: unknown) => Object.assign(new Error('refused'), { cause });

describe('what runs at the commit', () => {
  it('is sent after all else, in the order of the calls, and the commit does not wait for it', async () => {
    let end: (rows: unknown[]) => void = () => undefined;
    const { unit, log } = unitWith((text) =>
      text === 'first' ? new Promise((resolve) => (end = resolve)) : Promise.resolve([]),
    );
    unit.atCommit(named('first'), refusal);
    unit.atCommit(named('second'), refusal);
    await unit.run(named('work'));
    const committed = unit.commit();
    await new Promise(setImmediate);
    expect(log).toEqual(['work', 'first', 'second', 'commit']);
    end([]);
    await committed;
  });

  it('decides what the caller is told when it fails', async () => {
    const cause = Object.assign(new Error('raised'), { code: 'P0001' });
    const { unit } = unitWith((text) => (text === 'first' ? Promise.reject(cause) : Promise.resolve([])));
    unit.atCommit(named('first'), refusal);
    await expect(unit.commit()).rejects.toMatchObject({ message: 'refused', cause });
  });

  it('is not blamed for a database that is gone', async () => {
    const { unit } = unitWith(() => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })));
    unit.atCommit(named('first'), refusal);
    const error: unknown = await unit.commit().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'database_unavailable' });
  });

  it('passes on why the commit itself failed', async () => {
    const { unit } = unitWith((text) =>
      text === 'commit' ? Promise.reject(new Error('deferred')) : Promise.resolve([]),
    );
    unit.atCommit(named('first'), refusal);
    await expect(unit.commit()).rejects.toThrow('deferred');
  });
});
