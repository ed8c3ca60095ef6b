/** Something that waits for its turn. */
export interface Waiting {
  readonly tenantId: number;
  /** What the work would speak to; work on one target may be limited. */
  readonly target: string;
}

/** Whether an item may start now, given what runs. */
export type MayStart<T> = (item: T) => boolean;

/**
 * Waiting work of many tenants: each tenant's own goes first in, first out, and the tenants take turns, so that
 * one with a hundred items delays another by one.
 */
export class FairQueue<T extends Waiting> {
  /** In the order of their turns. */
  private readonly tenants = new Map<number, T[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  sizeOf(tenantId: number): number {
    return this.tenants.get(tenantId)?.length ?? 0;
  }

  add(item: T): void {
    const own = this.tenants.get(item.tenantId);
    if (own) own.push(item);
    else this.tenants.set(item.tenantId, [item]);
    this.count += 1;
  }

  /** Takes an item out before its turn; false when it is not here any more. */
  remove(item: T): boolean {
    const own = this.tenants.get(item.tenantId);
    const at = own?.indexOf(item) ?? -1;
    if (!own || at < 0) return false;
    own.splice(at, 1);
    if (own.length === 0) this.tenants.delete(item.tenantId);
    this.count -= 1;
    return true;
  }

  /** The next item that may start; its tenant's next turn comes after everybody else's. */
  take(mayStart: MayStart<T>): T | undefined {
    for (const [tenantId, own] of this.tenants) {
      const item = own.find(mayStart);
      if (!item) continue;
      this.remove(item);
      const rest = this.tenants.get(tenantId);
      if (rest) {
        this.tenants.delete(tenantId);
        this.tenants.set(tenantId, rest);
      }
      return item;
    }
    return undefined;
  }
}
