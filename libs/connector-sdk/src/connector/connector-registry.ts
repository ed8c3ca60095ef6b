import type { Connector } from './connector.js';

/** All connectors of this deployment, by type. */
export class ConnectorRegistry {
  private readonly byType: ReadonlyMap<string, Connector>;

  /** @throws Error when two connectors claim one type */
  constructor(connectors: Iterable<Connector>) {
    const byType = new Map<string, Connector>();
    for (const connector of [...connectors].sort((a, b) => (a.type < b.type ? -1 : 1))) {
      if (byType.has(connector.type)) throw new Error(`Two connectors have the type ${connector.type}.`);
      byType.set(connector.type, connector);
    }
    this.byType = byType;
  }

  get(type: string): Connector | undefined {
    return this.byType.get(type);
  }

  /** Sorted by type. */
  list(): readonly Connector[] {
    return [...this.byType.values()];
  }

  /** Sorted. */
  types(): readonly string[] {
    return [...this.byType.keys()];
  }
}
