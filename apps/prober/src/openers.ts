import type { Open } from '#connector-sdk';
import { loadConnectors } from '#connectors';

/** Modules that stand in for connectors, by type: the path of each is its whole address. */
export type ExtraOpeners = Readonly<Record<string, string>>;

/** Finds the code that opens a connector's sources, and loads its driver no sooner than that. */
export class Openers {
  private readonly connectors = loadConnectors();

  constructor(private readonly extra: ExtraOpeners) {}

  /** Undefined for a type that cannot be tested. */
  async of(type: string): Promise<Open | undefined> {
    const path = this.extra[type];
    if (path !== undefined) return ((await import(path)) as { open: Open }).open;
    const connector = (await this.connectors).get(type);
    return (await connector?.open?.())?.open;
  }
}
