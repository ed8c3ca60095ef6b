import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { LocalForward, LocalProxy } from '#platform/egress';

import type {
  CatalogFilter,
  CatalogTable,
  LookWishes,
  MarkedCatalog,
  TableLook,
} from '../catalog/catalog.js';
import type { JsonObject } from '../json/json.js';
import type { ErrorClassifier } from './probe-error.js';
import type { StepName } from './steps.js';
import type { TlsPlan } from './tls-plan.js';

/** What is tested: everything of a connection that a driver may need, secrets included. */
export interface ProbeTarget {
  /** Valid, with the defaults of its fields filled in. */
  readonly payload: JsonObject;
  readonly credential: { readonly type: string; readonly payload: JsonObject } | null;
  /** Valid; `ssh` and `tls` are served by {@link ProbeNetwork} and {@link TlsPlan}, so read only `kerberos`. */
  readonly transport: JsonObject | null;
}

/** Which tables to list. */
export interface TableFilter {
  readonly catalog?: string;
  readonly schema?: string;
  /** At most so many; a check asks for a few, a discovery for a page. */
  readonly limit: number;
}

/** What a table is called; a source without catalogs or schemas has null there. */
export interface TableName {
  readonly catalog: string | null;
  readonly schema: string | null;
  readonly name: string;
}

/** A table, view, external table, or whatever a source calls what has rows. */
export interface TableSummary extends TableName {
  readonly kind: 'table' | 'view' | 'materialized_view' | 'external' | 'folder' | 'file' | 'other';
}

export interface ColumnSummary {
  readonly name: string;
  /** The source's own word. */
  readonly type: string;
  readonly nullable: boolean | null;
}

/** A login that worked. Every statement behind these methods is fixed and reads only. */
export interface ProbeSession {
  /** `version` is cut to its digits and dots by the caller, for it comes from the server. */
  readonly server: { readonly product: string; readonly version: string | null };
  /** One round trip that needs the declared database (bucket, catalog, file) to be there: step `database`. */
  ping(): Promise<void>;
  /** Step `list`; stops asking when the caller stops iterating. */
  tables?(filter: TableFilter): AsyncIterable<TableSummary>;
  describe?(table: TableName): Promise<readonly ColumnSummary[]>;
  /**
   * All tables that the filter lets through, with their columns, in pages of about `pageSize` tables and in any order.
   * The filter stands in the engine's own statements. A page is asked for when the one before is
   * on its way, and no further one before that is wanted: nothing else may be fetched, and never the whole is held.
   *
   * @remarks How to write one: where the engine finds tables by an indexed key, {@link pagedCatalog} with a statement
   *   for the tables of a page and one for their columns; where `information_schema` is made anew for each statement,
   *   {@link groupedCatalog} with the heads of all tables and one stream of columns ordered by table and position.
   *   {@link filterCondition} writes the filter; it and every name are parameters. A source without this method is
   *   listed by `tables` and `describe`, table by table.
   */
  catalog?(filter: CatalogFilter, pageSize: number): AsyncIterable<readonly CatalogTable[]>;
  /** Where the source can tell cheaply what is as it was; tables of `catalog` have the same marks. */
  readonly marked?: MarkedCatalog;
  /** The definition of one table, examples of its rows, and the values of columns that have few ({@link lookAtTable}). */
  look?(table: TableName, wishes: LookWishes): Promise<TableLook>;
  /** Called once, whatever happened; must not wait for a server that does not answer. */
  close(): Promise<void>;
  /** What errors of `ping` and `tables` mean. */
  readonly classify?: ErrorClassifier;
}

/** A host that may be reached, besides all of its ports when `port` is left out; `.example.com` is a suffix. */
export interface AllowedPlace {
  readonly host: string;
  readonly port?: number;
}

/** The ways out of a prober. All of them pass the egress policy, and SSH where the transport has it. */
export interface ProbeNetwork {
  /** True when everything goes through an SSH server: names are then resolved there. */
  readonly tunnelled: boolean;
  /**
   * A connected socket, for drivers that take one (`stream`, `connector`, `sock`). Through SSH it is a channel
   * with a socket's methods (`setNoDelay`, `setKeepAlive`, `setTimeout`, `ref`, `unref`, `connect`).
   * Records `resolve`, `connect` and `ssh`.
   *
   * @throws ProbeError
   */
  dial(host: string, port: number): Promise<Socket>;
  /** Agents for drivers that take one; requests to any other place fail with `redirect_outside_target`. */
  agents(allowed: readonly AllowedPlace[]): { readonly http: HttpAgent; readonly https: HttpsAgent };
  /** An HTTP CONNECT proxy on loopback, for drivers that take only that. Closed when the check ends. */
  proxy(allowed: readonly AllowedPlace[]): Promise<LocalProxy>;
  /**
   * A loopback port that stands for exactly one place, for drivers that take only host and port.
   *
   * @param options - `secure`: speaks TLS with the place by the plan, and records `tls`, while the driver speaks
   *   in clear to the loopback port; for protocols that are encrypted from the first byte
   */
  forward(host: string, port: number, options?: { readonly secure?: boolean }): Promise<LocalForward>;
  /** For drivers that take a `lookup`; refused (`unsupported_transport`) through SSH. Records no step. */
  readonly lookup: LookupFunction;
}

/** Files of the tenant's upload area. */
export interface ProbeFiles {
  /**
   * The absolute path of a file, after symbolic links.
   *
   * @throws ProbeError `file_not_found`, also for a name that leads out of the area
   */
  path(name: string): Promise<string>;
}

/** A key of the deployment's own with Amazon, to assume roles with; it is allowed nothing else. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What one run of `open` may use. */
export interface ProbeContext {
  /** Aborted at the deadline, and when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Milliseconds until the deadline, at least 1: for a driver's own time-out options. */
  remainingMs(): number;
  /**
   * Milliseconds that one statement or request of this visit may take at most, for drivers that are told so once: a
   * page of a catalog has longer than a login. Where a driver can be told with each statement, it is {@link remainingMs}.
   */
  statementMs(): number;
  readonly network: ProbeNetwork;
  readonly tls: TlsPlan;
  readonly files: ProbeFiles;
  /** A folder of this job alone, mode 700, removed afterwards. */
  readonly temporaryFolder: string;
  /** Where the operator keeps JDBC drivers; null when there are none. */
  readonly jdbcFolder: string | null;
  /** Null where the credential has no use for it, and where the deployment has none. */
  readonly awsIdentity: AwsIdentity | null;
  /**
   * Runs one step and records how it went. A driver that does several steps in one call runs in the last
   * of them: the error's code says which one failed.
   *
   * @param classify - asked first; then what is known of Node's network and TLS errors; else `driver_error`
   * @throws ProbeError
   */
  step<T>(name: StepName, work: () => Promise<T>, classify?: ErrorClassifier): Promise<T>;
  /**
   * TLS over a connected socket by the plan, for protocols where that is all there is to it.
   * Records `tls`, with the warnings that the plan asks for.
   *
   * @param host - the declared host; `tls.serverName` goes before it
   * @throws ProbeError
   */
  startTls(socket: Socket, host: string): Promise<TLSSocket>;
  /** Records `tls` for a driver that did the handshake itself (or was told not to). */
  tlsDone(encrypted: boolean): void;
}

/** A connector's `open.ts`: logs in with the real driver, which it imports inside the function. */
export type Open = (target: ProbeTarget, context: ProbeContext) => Promise<ProbeSession>;
