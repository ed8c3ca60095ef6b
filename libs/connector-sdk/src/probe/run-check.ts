import { createEgress, type EgressPolicy } from '#platform/egress';

import { isJsonObject } from '../json/json.js';
import type { TlsMode } from '../transport/tls-modes.js';
import { requireReadableAuthority } from './authority.js';
import { CheckContext } from './check-context.js';
import { type Errand, type ErrandListener, runErrand } from './errand.js';
import type { AwsIdentity, Open, ProbeSession, ProbeTarget } from './probe.js';
import { ProbeError } from './probe-error.js';
import { CheckNetwork } from './probe-network.js';
import { HostKeyBook, type HostKeyPolicy, type KnownHostKey } from './ssh-host-keys.js';
import { sshHops } from './ssh-hop.js';
import { type StepListener, StepRecorder } from './step-recorder.js';
import type { StepReport } from './steps.js';
import { planTls } from './tls-plan.js';
import { uploadArea } from './upload-area.js';

/** All that one check is given, beside the connector's code. */
export interface CheckRequest {
  readonly target: ProbeTarget;
  /** With the connector's default and the tenant's floor applied. */
  readonly tlsMode: TlsMode;
  readonly hostKeys: { readonly policy: HostKeyPolicy; readonly known: readonly KnownHostKey[] };
  /** Milliseconds that the check may take. */
  readonly deadlineMs: number;
  readonly uploadFolder: string | null;
  readonly jdbcFolder: string | null;
  readonly awsIdentity: AwsIdentity | null;
  /** What is wanted beyond the check; it takes the place of the step `list`. */
  readonly errand?: Errand;
}

/** What the process lends to a check. */
export interface CheckSurroundings {
  readonly policy: EgressPolicy;
  readonly temporaryFolder: string;
  /** Aborted when nobody waits any more, or when an error came out of band; its reason says what it was. */
  readonly ended: AbortSignal;
  readonly listener?: StepListener;
  /** Gets what an errand brings. */
  readonly errandListener?: ErrandListener;
}

export interface CheckOutcome {
  readonly ok: boolean;
  readonly server: ProbeSession['server'] | null;
  readonly steps: readonly StepReport[];
  /** Host keys that were trusted because nobody had seen another one. */
  readonly learnedHostKeys: readonly KnownHostKey[];
}

/** How many tables a check looks at: enough to know that listing works. */
const TABLES_SEEN = 20;

/** Tests one target by a connector's `open`, and closes all that was opened. Never throws. */
export async function runCheck(
  open: Open | undefined,
  request: CheckRequest,
  surroundings: CheckSurroundings,
): Promise<CheckOutcome> {
  const recorder = new StepRecorder(surroundings.listener);
  const book = new HostKeyBook(request.hostKeys.policy, request.hostKeys.known);
  const ending = new AbortController();
  const late = (): void => ending.abort(new ProbeError('timeout'));
  let timer = setTimeout(late, request.deadlineMs);
  const end = (): void => ending.abort(surroundings.ended.reason);
  surroundings.ended.addEventListener('abort', end, { once: true });

  const context = contextOf(request, surroundings, recorder, book, ending.signal);
  const session: { current?: ProbeSession } = {};
  const extend = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(late, ms);
    context.deadline = Date.now() + ms;
  };
  try {
    const work = open
      ? visit(open, request, context, recorder, session, (opened) =>
          runErrand(request.errand, opened, surroundings.errandListener, extend),
        )
      : Promise.reject(new ProbeError('driver_not_installed', { step: 'resolve' }));
    await unlessAborted(work, ending.signal);
  } catch (error) {
    recorder.failRunning(error);
  } finally {
    clearTimeout(timer);
    surroundings.ended.removeEventListener('abort', end);
    await closeQuietly(session.current);
    await context.network.close();
  }
  return {
    ok: recorder.failed === undefined,
    server: session.current ? shownServer(session.current.server) : null,
    steps: recorder.steps(),
    learnedHostKeys: book.learned,
  };
}

async function visit(
  open: Open,
  { target, errand }: CheckRequest,
  context: CheckContext,
  recorder: StepRecorder,
  session: { current?: ProbeSession },
  goOnErrand: (opened: ProbeSession) => Promise<number>,
): Promise<void> {
  // A mistake in the connection, so it is found before anything is sent.
  try {
    requireReadableAuthority(context.tls);
  } catch (error) {
    throw recorder.fail('tls', error);
  }
  const opened = await open(target, context);
  session.current = opened;
  await recorder.run('database', () => opened.ping(), opened.classify);
  if (!opened.tables && !errand) return;
  await recorder.run(
    'list',
    async () => {
      const seen = await (errand ? goOnErrand(opened) : tablesSeen(opened));
      if (seen === 0) recorder.warn('list', 'nothing_visible');
    },
    opened.classify,
  );
}

async function tablesSeen(session: ProbeSession): Promise<number> {
  let seen = 0;
  for await (const _ of session.tables?.({ limit: TABLES_SEEN }) ?? []) {
    seen += 1;
    if (seen >= TABLES_SEEN) break;
  }
  return seen;
}

/** A driver that ignores the signal must not keep the answer back; its late errors go nowhere. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  work.catch(() => undefined);
  await Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
  ]);
}

/** Longest wait for a driver that says goodbye. */
const CLOSE_MS = 500;

async function closeQuietly(session: ProbeSession | undefined): Promise<void> {
  if (!session) return;
  const closed = new Promise<void>((resolve) => {
    setTimeout(resolve, CLOSE_MS).unref();
  });
  await Promise.race([Promise.resolve(session.close()).catch(() => undefined), closed]);
}

/** Of what the server says of itself, the numbers alone get out. */
function shownServer({ product, version }: ProbeSession['server']): ProbeSession['server'] {
  return {
    product: product.replace(/[^\w .+-]/g, '').slice(0, 60),
    version: /\d+(?:\.\d+){0,3}/.exec(version ?? '')?.[0].slice(0, 30) ?? null,
  };
}

function contextOf(
  request: CheckRequest,
  surroundings: CheckSurroundings,
  recorder: StepRecorder,
  book: HostKeyBook,
  signal: AbortSignal,
): CheckContext {
  const { transport } = request.target;
  const tls = isJsonObject(transport?.['tls']) ? transport['tls'] : undefined;
  const context = new CheckContext({
    signal,
    deadline: Date.now() + request.deadlineMs,
    pageMs: request.errand?.pageMs ?? 0,
    recorder,
    tls: planTls(tls, request.tlsMode),
    files: uploadArea(request.uploadFolder),
    temporaryFolder: surroundings.temporaryFolder,
    jdbcFolder: request.jdbcFolder,
    awsIdentity: request.awsIdentity,
  });
  context.network = new CheckNetwork({
    egress: createEgress(surroundings.policy),
    policy: surroundings.policy,
    recorder,
    signal,
    remainingMs: () => context.remainingMs(),
    hops: sshHops(transport),
    book,
    secure: (socket, host) => context.startTls(socket, host),
  });
  return context;
}
