import type { CatalogTable, TableLook, TableMark } from '#connector-sdk';

/** Takes what an errand brings. */
export interface ErrandTaker {
  /** Stores a page; the prober reads at most one further page meanwhile. */
  page?(tables: readonly CatalogTable[]): Promise<void>;
  /** Answers the keys of those tables that changed. */
  marks?(marks: readonly TableMark[]): Promise<readonly string[]>;
  look?(look: TableLook): Promise<void>;
}

/** Hands what a prober brings over to whoever takes it, one after the other, and asks for more. */
export class ErrandDesk {
  private work: Promise<void> = Promise.resolve();

  /**
   * @param next - asks the prober for another page
   * @param want - asks the prober for tables, by their keys
   * @param broken - called once, when something could not be taken
   */
  constructor(
    private readonly taker: ErrandTaker,
    private readonly next: () => void,
    private readonly want: (keys: readonly string[]) => void,
    private readonly broken: () => void,
  ) {}

  page(tables: readonly CatalogTable[]): void {
    this.hand(async () => {
      this.next();
      await this.taker.page?.(tables);
    });
  }

  marks(marks: readonly TableMark[]): void {
    this.hand(async () => {
      const every = marks.map(({ key }) => key);
      this.want((await this.taker.marks?.(marks)) ?? every);
    });
  }

  look(look: TableLook): void {
    this.hand(async () => this.taker.look?.(look));
  }

  /** Resolves when everything is taken. @throws what the taker threw */
  async done(): Promise<void> {
    await this.work;
  }

  private hand(work: () => Promise<void>): void {
    this.work = this.work.then(() =>
      work().catch((error: unknown) => {
        this.broken();
        throw error;
      }),
    );
    // Nobody waits for it before the end.
    this.work.catch(() => undefined);
  }
}
