const ports = new Set<number>();
let starting = 0;

/** The only address that our listeners are bound to. */
export const LISTENER_HOST = '127.0.0.1';

/** Where this process itself listens for its drivers; the guard lets them connect to these ports alone. */
export const ownListeners = {
  add(port: number): void {
    ports.add(port);
  },
  /** Adds the port that `start` answers. Node looks an address up before it listens there, so until then `start` may. */
  async starting(start: () => Promise<number>): Promise<number> {
    starting += 1;
    try {
      const port = await start();
      ownListeners.add(port);
      return port;
    } finally {
      starting -= 1;
    }
  },
  delete(port: number): void {
    ports.delete(port);
  },
  /** Whether one of them has this address. A port of null is not known yet, and stands for any. */
  has(address: string, port: number | null): boolean {
    return address === LISTENER_HOST && (port === null ? ports.size + starting > 0 : ports.has(port));
  },
};
