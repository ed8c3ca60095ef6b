import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from './loopback-server.js';

/** What only the statements for a page of a catalog and for the kind of one table have in them. */
const HELD_STATEMENTS = ['c.oid::text as key', 'c.relkind as kind'];

/** A Postgres behind a proxy, which holds back the statements that ask for pages of its catalog, or look at a table. */
export interface HeldSource {
  readonly port: number;
  /** Holds the n-th such statement of each connection from now on; null for none. */
  hold(page: number | null): void;
  /** How many statements were held back so far. */
  held(): number;
  /** Resolves when so many were held back. */
  untilHeld(count: number): Promise<void>;
  /** Lets go on what was held back, the oldest first: all of it unless told. */
  release(count?: number): void;
  /** Resolves when no client is connected any more. */
  untilLeft(): Promise<void>;
  close(): Promise<void>;
}

/** @param port - of the real Postgres, on the loopback */
export async function holdSource(port: number): Promise<HeldSource> {
  const changes = new EventEmitter();
  const waiting: (() => void)[] = [];
  let holdPage: number | null = null;
  let held = 0;

  const serve = (client: Socket): void => {
    const server = connect({ host: '127.0.0.1', port });
    let pages = 0;
    let kept: Buffer[] | undefined;
    client.on('data', (chunk: Buffer) => {
      // What belongs to a statement may come behind it.
      if (kept) return void kept.push(chunk);
      const counts = HELD_STATEMENTS.some((text) => chunk.includes(text));
      if (counts) pages += 1;
      if (!counts || pages !== holdPage) return void server.write(chunk);
      kept = [chunk];
      held += 1;
      waiting.push(() => {
        server.write(Buffer.concat(kept!));
        kept = undefined;
      });
      changes.emit('change');
    });
    server.on('error', () => client.destroy()).pipe(client);
    client.once('close', () => {
      server.destroy();
      setImmediate(() => changes.emit('change'));
    });
  };
  const proxy = await listenOnLoopback(createServer(serve));
  const until = async (met: () => boolean): Promise<void> => {
    while (!met()) await once(changes, 'change');
  };
  return {
    port: proxy.port,
    hold: (page) => (holdPage = page),
    held: () => held,
    untilHeld: (count) => until(() => held >= count),
    release: (count = waiting.length) => {
      for (const go of waiting.splice(0, count)) go();
    },
    untilLeft: () => until(() => proxy.open() === 0),
    close: () => proxy.close(),
  };
}
