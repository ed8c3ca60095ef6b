import type { Open } from '#connector-sdk/opening';
import { loadOpener } from '#connectors/open';

/** Modules that stand in for connectors, by type: the path of each is its whole address. */
export type ExtraOpeners = Readonly<Record<string, string>>;

/** Finds the code that opens a connector's sources, and loads it and its driver no sooner than that. */
export class Openers {
  constructor(private readonly extra: ExtraOpeners) {}

  /** Undefined for a type that cannot be tested. */
  async of(type: string): Promise<Open | undefined> {
    const path = this.extra[type];
    return path === undefined ? loadOpener(type) : ((await import(path)) as { open: Open }).open;
  }
}
