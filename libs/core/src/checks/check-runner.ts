import { Injectable } from '@nestjs/common';
import { type CheckOutcome, type Errand, splitTransport, type StepEvent, timeBucket } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { SecretRegistry } from '#platform/logging';
import type { Scope } from '#platform/scope';
import { concernsLogin, healthAfter } from '../connections/connection-health.js';
import type { LastCheck } from '../connections/last-check.js';
import { FileReader } from '../files/file-reader.js';
import { takeQuota } from '../quotas/take-quota.js';
import { CheckSettings } from './check-settings.js';
import { type CheckView, failureCode, type StepView } from './check-view.js';
import type { CheckEntity } from './check.entity.js';
import { ChecksRepository } from './checks.repository.js';
import { type ExplainContext, explainStep } from './explain-step.js';
import { KnownHostsRepository } from './known-hosts.repository.js';
import {
  type CheckChoices,
  confidentialTextsOf,
  type PlannedCheck,
  proberJob,
  secretsOf,
  targetName,
} from './planned-check.js';
import type { ErrandTaker } from './pool/errand-desk.js';
import { ProberPool } from './pool/prober-pool.js';

export interface CheckRun extends CheckChoices {
  /** Gets each step when it is known how it went. */
  readonly onStep?: (step: StepView) => void;
  /** Aborted when nobody waits for the answer any more. */
  readonly cancelled?: AbortSignal;
  /** True for what is stored as soon as it passes: SSH host keys that it trusted are then known. */
  readonly beforeStoring?: boolean;
  /** What is wanted beyond the check, and who takes it. */
  readonly errand?: { readonly what: Errand; readonly taker: ErrandTaker };
}

/** What is known of a check that found no prober. */
const NOT_RUN: CheckView = { ok: false, duration_ms: 0, server: null, steps: [] };

/** Runs planned checks in the probers, and writes down how those of stored connections went. */
@Injectable()
export class CheckRunner {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pool: ProberPool,
    private readonly checks: ChecksRepository,
    private readonly hosts: KnownHostsRepository,
    private readonly files: FileReader,
    private readonly settings: CheckSettings,
    private readonly secrets: SecretRegistry,
  ) {}

  /**
   * Runs a check and audits it; when it is of a stored connection, how it went is kept too.
   *
   * @throws DomainError `unavailable` when no prober is to be had
   */
  async run(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckView> {
    const view = await this.probe(scope, planned, run);
    if (planned.stored) {
      await this.record(scope, planned, run, view);
    } else {
      const result = { check_id: null, ok: view.ok, code: failureCode(view) };
      await this.database.transaction(scope, (tx) => auditCheck(tx, scope, planned, result));
    }
    return view;
  }

  /** Writes down that a check begins whose end nobody waits for. */
  async begin(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckEntity> {
    return this.database.transaction(scope, (tx) => {
      takeQuota(tx, scope, 'checks_per_minute');
      return this.insert(tx, scope, planned, run);
    });
  }

  /** Runs a check that has a row, and writes its result there; never rejects for want of a prober. */
  async complete(scope: Scope, planned: PlannedCheck, run: CheckRun, row: CheckEntity): Promise<void> {
    const view = await this.runProbe(scope, planned, run).catch((): CheckView => NOT_RUN);
    await this.database.transaction(scope, (tx) => this.finish(tx, scope, planned, row.id, view));
  }

  /** Writes down how a check of a stored connection went. */
  async record(
    scope: Scope,
    planned: PlannedCheck,
    run: CheckRun,
    view: CheckView,
  ): Promise<LastCheck | null> {
    return this.database.transaction(scope, async (tx) => {
      const row = await this.insert(tx, scope, planned, run);
      return this.finish(tx, scope, planned, row.id, view);
    });
  }

  /**
   * Runs what a job of the service's own needs: it takes nothing of a quota, and is no check. A login that was refused
   * counts all the same, for the source counts it too.
   *
   * @throws DomainError `unavailable`
   */
  async visit(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckView> {
    const view = await this.runProbe(scope, planned, run);
    const { stored } = planned;
    if (stored) await this.database.transaction(scope, (tx) => this.countLogin(tx, scope, stored, view));
    return view;
  }

  /** Runs a check, which is counted, and stores nothing of it. @throws DomainError `too_many`, `unavailable` */
  async probe(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckView> {
    await this.database.transaction(scope, async (tx) => takeQuota(tx, scope, 'checks_per_minute'));
    return this.runProbe(scope, planned, run);
  }

  private async runProbe(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckView> {
    for (const text of confidentialTextsOf(planned)) this.secrets.remember(text);
    const surroundings = await this.checks.surroundings(scope);
    const plain = proberJob(planned, surroundings, this.settings, run);
    const job = run.errand ? { ...plain, errand: run.errand.what } : plain;
    if (job.awsIdentity) this.secrets.remember(job.awsIdentity.secretAccessKey);
    const { projectId, connector, payload } = planned;
    const files = await this.files.namedBy(scope, projectId, connector, payload);
    const context = explainContext(planned);
    const started = performance.now();
    const tell = run.onStep;
    const onStep = (event: StepEvent): void => {
      if (event.status !== 'running') tell?.(explainStep(event, context));
    };
    const outcome = await this.pool.run({
      tenantId: scope.tenantId,
      target: targetName(planned),
      job,
      onStep,
      files,
      ...(run.cancelled ? { cancelled: run.cancelled } : {}),
      ...(run.errand ? { taker: run.errand.taker } : {}),
    });
    if (planned.stored || (run.beforeStoring && outcome.ok)) await this.rememberHostKeys(scope, outcome);
    return {
      ok: outcome.ok,
      duration_ms: timeBucket(performance.now() - started),
      server: outcome.server,
      steps: outcome.steps.map((report) => explainStep(report, context)),
    };
  }

  private insert(tx: Transaction, scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckEntity> {
    return this.checks.insert(tx, scope, {
      projectId: planned.projectId,
      connectionId: planned.stored?.id ?? null,
      connectionVersion: planned.stored?.version ?? null,
      type: planned.connector.type,
      deadlineMs: run.deadlineMs,
    });
  }

  private async finish(
    tx: Transaction,
    scope: Scope,
    planned: PlannedCheck,
    checkId: number,
    view: CheckView,
  ): Promise<LastCheck | null> {
    const code = failureCode(view);
    const { ok, server, steps, duration_ms: durationMs } = view;
    const at = await this.checks.finish(tx, scope, checkId, { ok, code, server, steps, durationMs });
    if (at === null) return null;
    const last = planned.stored && {
      id: checkId,
      ok,
      code,
      checked_at: at.toISOString(),
      version: planned.stored.version,
    };
    if (last) {
      await this.setHealth(tx, scope, planned.stored.id, last, view);
      await this.checks.setLastCheck(tx, scope, planned.stored.id, last);
    }
    await auditCheck(tx, scope, planned, { check_id: checkId, ok, code });
    return last;
  }

  /** A check that found no prober, or a connection that changed meanwhile, says nothing of its health. */
  private async setHealth(
    tx: Transaction,
    scope: Scope,
    id: number,
    { ok, code, checked_at: at, version }: LastCheck,
    { steps }: CheckView,
  ): Promise<void> {
    const held = steps.length === 0 ? null : await this.checks.holdHealth(tx, scope, id);
    if (held?.version !== version) return;
    const check = { ok, code, at, version, credential: held.credential };
    await this.checks.setHealth(tx, scope, id, healthAfter(held.health, check));
  }

  private async countLogin(
    tx: Transaction,
    scope: Scope,
    { id, version }: NonNullable<PlannedCheck['stored']>,
    view: CheckView,
  ): Promise<void> {
    const held = await this.checks.holdHealth(tx, scope, id);
    const login = { ok: view.ok, code: failureCode(view) };
    if (held?.version !== version || !concernsLogin(held.health, login)) return;
    const made = { ...login, at: new Date().toISOString(), version, credential: held.credential };
    await this.checks.setHealth(tx, scope, id, healthAfter(held.health, made));
  }

  private async rememberHostKeys(scope: Scope, outcome: CheckOutcome): Promise<void> {
    if (outcome.learnedHostKeys.length === 0) return;
    await this.database.transaction(scope, async (tx) => {
      for (const key of outcome.learnedHostKeys) await this.hosts.learn(tx, scope, key);
    });
  }
}

/** A check of what is stored nowhere is one of its type: it went out to a source like any other. */
async function auditCheck(
  tx: Transaction,
  scope: Scope,
  { stored, connector, projectId }: PlannedCheck,
  result: { readonly check_id: number | null; readonly ok: boolean; readonly code: string | null },
): Promise<void> {
  await recordAudit(tx, scope, {
    action: 'connection.test',
    ...(stored
      ? { entity: 'connection', entityId: stored.id }
      : { entity: 'connection_type', entityId: connector.type }),
    projectId,
    after: result,
  });
}

function explainContext(planned: PlannedCheck): ExplainContext {
  const { connector, transport, payload } = planned;
  const port = Number(payload['port']);
  const secrets = transport ? Object.values(splitTransport(transport).secrets) : [];
  return {
    connector,
    tunnelled: transport?.['ssh'] !== undefined,
    port: port > 0 ? port : undefined,
    secrets: secretsOf(planned, secrets),
  };
}
