const ports = new Set<number>();

/** The only address that our listeners are bound to. */
export const LISTENER_HOST = '127.0.0.1';

/** Where this process itself listens for its drivers; the guard lets them connect to these ports alone. */
export const ownListeners = {
  add(port: number): void {
    ports.add(port);
  },
  delete(port: number): void {
    ports.delete(port);
  },
  /** Whether one of them has this address. A port of null is not known yet, and stands for any. */
  has(address: string, port: number | null): boolean {
    return address === LISTENER_HOST && (port === null ? ports.size > 0 : ports.has(port));
  },
};
