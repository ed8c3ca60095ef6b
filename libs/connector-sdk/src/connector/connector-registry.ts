import type { Connector } from './connector.js';

/** All connectors of this deployment, by type. */
export class ConnectorRegistry {
  private readonly byType: ReadonlyMap<string, Connector>;
  private readonly byScheme = new Map<string, Connector[]>();

  /** @throws Error when two connectors claim one type */
  constructor(connectors: Iterable<Connector>) {
    const byType = new Map<string, Connector>();
    for (const connector of [...connectors].sort((a, b) => (a.type < b.type ? -1 : 1))) {
      if (byType.has(connector.type)) throw new Error(`Two connectors have the type ${connector.type}.`);
      byType.set(connector.type, connector);
    }
    this.byType = byType;
    for (const connector of byType.values()) {
      for (const scheme of connector.uri?.schemes ?? []) {
        this.byScheme.set(scheme, [...this.withScheme(scheme), connector]);
      }
    }
  }

  get(type: string): Connector | undefined {
    return this.byType.get(type);
  }

  /** Those whose URIs may begin with the scheme, sorted by type; where there are several, one claims a URI. */
  withScheme(scheme: string): readonly Connector[] {
    return this.byScheme.get(scheme) ?? [];
  }

  /** The type of the source that a file holds as a whole, by its first bytes; null for any other file. */
  typeOfFile(head: Buffer): string | null {
    const found = this.list().find(({ databaseFile }) => {
      if (!databaseFile) return false;
      const { at, bytes } = databaseFile;
      return head.subarray(at, at + bytes.length).toString('latin1') === bytes;
    });
    return found?.type ?? null;
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
