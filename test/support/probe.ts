import { join } from 'node:path';
import type {
  AwsIdentity,
  CatalogFilter,
  CatalogTable,
  CheckOutcome,
  Errand,
  JsonObject,
  KnownHostKey,
  LookWishes,
  ProberJob,
  TableLook,
  TableName,
  TlsMode,
} from '#connector-sdk';
import { DEFAULT_LIMITS, type ErrandTaker, ProberPool, ProberSettings } from '#core';

/** Probers run compiled code, whatever the test runs. */
export const PROBER_ENTRY = join(process.cwd(), 'dist/apps/prober/src/main.js');

const ERRAND_MS = 20_000;

/** What a case wants to test; the rest is as it would be for a tenant that may reach this machine. */
export interface ProbeCase {
  readonly payload: JsonObject;
  readonly credential?: { readonly type: string; readonly payload: JsonObject } | null;
  readonly transport?: JsonObject | null;
  /** `prefer` unless given: the tenant's floor and the connector's default are applied by then. */
  readonly tlsMode?: TlsMode;
  /** Milliseconds; 5,000 unless given. */
  readonly deadlineMs?: number;
  readonly hostKeyPolicy?: 'strict' | 'trust_on_first_use';
  readonly knownHostKeys?: readonly KnownHostKey[];
  /** Networks that are open; loopback unless given. */
  readonly networks?: readonly string[];
  readonly hosts?: readonly string[];
  /** What stays closed whatever is open; nothing unless given. */
  readonly own?: ProberJob['egress']['own'];
  readonly uploadFolder?: string;
  readonly jdbcFolder?: string;
  readonly awsIdentity?: AwsIdentity;
}

export interface TestProber {
  /** Runs a connector's `open` in a real prober. */
  probe(type: string, target: ProbeCase, cancelled?: AbortSignal): Promise<CheckOutcome>;
  /** Lists a source's tables in a real prober. @throws Error with the step that failed */
  catalog(
    type: string,
    target: ProbeCase,
    filter?: Partial<CatalogFilter>,
    pageSize?: number,
  ): Promise<FoundCatalog>;
  /** Looks at one table closely. @throws Error with the step that failed */
  look(type: string, target: ProbeCase, table: TableName, wishes: LookWishes): Promise<TableLook>;
  readonly pool: ProberPool;
  close(): Promise<void>;
}

/** A catalog, and how it came. */
export interface FoundCatalog {
  readonly tables: readonly CatalogTable[];
  readonly pages: readonly number[];
}

/** Starts probers for one suite. Build first: `npm run build`. */
export function startTestProber(
  options: {
    readonly probers?: number;
    readonly extraOpeners?: Readonly<Record<string, string>>;
    /** Checks before another process takes the place of one. */
    readonly jobsPerProcess?: number;
  } = {},
): TestProber {
  const settings = new ProberSettings(PROBER_ENTRY, options.probers ?? 1, options.extraOpeners ?? {}, {
    ...DEFAULT_LIMITS,
    perTarget: 100,
    ...(options.jobsPerProcess === undefined ? {} : { jobsPerProcess: options.jobsPerProcess }),
  });
  const pool = new ProberPool(settings);
  const errand = async (
    type: string,
    target: ProbeCase,
    errand: Errand,
    taker: ErrandTaker,
  ): Promise<void> => {
    const job = { ...jobOf(type, target), errand };
    const failure = failureOf(await pool.run({ tenantId: 1, target: type, job, taker }));
    if (failure !== undefined) throw new Error(failure);
  };
  return {
    pool,
    probe: (type, target, cancelled) =>
      pool.run({
        tenantId: 1,
        target: type,
        job: jobOf(type, target),
        ...(cancelled === undefined ? {} : { cancelled }),
      }),
    catalog: async (type, target, filter = {}, pageSize = 100) => {
      const pages: (readonly CatalogTable[])[] = [];
      const wanted = { schemas: [], include: [], exclude: [], ...filter };
      await errand(
        type,
        target,
        { kind: 'catalog', filter: wanted, pageSize, pageMs: ERRAND_MS, changedOnly: false },
        { page: async (tables) => void pages.push(tables) },
      );
      return { tables: pages.flat(), pages: pages.map((page) => page.length) };
    },
    look: async (type, target, table, wishes) => {
      const looks: TableLook[] = [];
      await errand(
        type,
        target,
        { kind: 'look', table, wishes, pageMs: ERRAND_MS },
        { look: async (look) => void looks.push(look) },
      );
      return looks[0]!;
    },
    close: () => pool.onModuleDestroy(),
  };
}

function jobOf(type: string, target: ProbeCase): Omit<ProberJob, 'id'> {
  const { payload, credential = null, transport = null } = target;
  return {
    type,
    target: { payload, credential, transport },
    tlsMode: target.tlsMode ?? 'prefer',
    hostKeys: { policy: target.hostKeyPolicy ?? 'strict', known: target.knownHostKeys ?? [] },
    deadlineMs: target.deadlineMs ?? 5_000,
    uploadFolder: target.uploadFolder ?? null,
    jdbcFolder: target.jdbcFolder ?? null,
    awsIdentity: target.awsIdentity ?? null,
    egress: {
      allow: { networks: target.networks ?? ['127.0.0.0/8', '::1/128'], hosts: target.hosts ?? [] },
      own: target.own ?? [],
    },
  };
}

/** The step of an outcome that failed, as `step: code`; undefined for a check that passed. */
export function failureOf(outcome: Pick<CheckOutcome, 'steps'>): string | undefined {
  const failed = outcome.steps.find((step) => step.status === 'failed');
  return failed && `${failed.step}: ${failed.code}`;
}

/** The codes of the steps that only warn. */
export function warningsOf(outcome: Pick<CheckOutcome, 'steps'>): (string | null)[] {
  return outcome.steps.filter((step) => step.status === 'warning').map((step) => step.code);
}
