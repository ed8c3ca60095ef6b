import { inFlight } from '#platform/database';

/**
 * Lets one request of a key pass at a time within this process, so that those that wait for it hold no
 * connection of the database. Between processes the key's row decides.
 */
export class KeyGate {
  private readonly held = new Map<string, Promise<void>>();

  /**
   * @param until - in ms since 1970
   * @returns what opens the gate again
   * @throws DomainError `conflict`/`idempotency_in_flight` when the one before does not end in time
   */
  async enter(key: string, until: number): Promise<() => void> {
    for (let before = this.held.get(key); before; before = this.held.get(key)) {
      if (!(await endsInTime(before, until))) throw inFlight();
    }
    let open = (): void => undefined;
    this.held.set(key, new Promise<void>((resolve) => (open = resolve)));
    return () => {
      this.held.delete(key);
      open();
    };
  }
}

async function endsInTime(work: Promise<void>, until: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, until - Date.now()));
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
