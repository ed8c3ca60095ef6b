import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PROBER_FOLDER,
  type CheckCode,
  type CheckOutcome,
  type ProberCommand,
  type ProberJob,
  type StepEvent,
  readProberReport,
} from '#connector-sdk';
import { ErrandDesk, type ErrandTaker } from './errand-desk.js';
import { type JobFile, withFiles } from './job-files.js';
import type { ProberSettings } from './prober-settings.js';
import { StepLog } from './step-log.js';

const MEBIBYTE = 1024 * 1024;
const PAGE_BYTES = 4096;
const MEMORY_LOOK_MS = 150;
/** A process that has not begun by then never will. */
const START_MS = 20_000;
/** What a check may take beyond its deadline to say so itself, before its process is killed. */
const GRACE_MS = 300;

interface Running {
  readonly id: number;
  readonly log: StepLog;
  readonly onStep: (event: StepEvent) => void;
  readonly settle: (outcome: CheckOutcome) => void;
  readonly desk: ErrandDesk;
  /** So many milliseconds from now, its process is killed; null for not at all. */
  readonly killIn: (ms: number | null) => void;
}

/** One child process: an empty environment, a folder of its own, and limits that kill it. */
export class ProberProcess {
  private running: Running | undefined;
  private doomed: CheckCode | undefined;
  private jobs = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly settings: ProberSettings,
    private readonly folder: string,
    private readonly ended: Promise<void>,
  ) {
    child.on('message', (message) => this.receive(message));
    child.once('exit', (_code, signal) => this.exited(signal));
  }

  /** @throws Error when the process ends before it is ready */
  static async start(settings: ProberSettings): Promise<ProberProcess> {
    const folder = await mkdtemp(join(tmpdir(), PROBER_FOLDER));
    const heap = Math.floor(settings.limits.memoryBytes / 2 / MEBIBYTE);
    const child = fork(settings.entry, [JSON.stringify(settings.extraOpeners)], {
      cwd: folder,
      env: {},
      execArgv: [`--max-old-space-size=${heap}`, '--disable-proto=delete'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'json',
    });
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    }).then(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
      const settle = (act: () => void) => () => {
        clearTimeout(late);
        act();
      };
      child.once('message', settle(resolve));
      child.once(
        'exit',
        settle(() => reject(new Error('The prober ended at its start.'))),
      );
      child.once(
        'error',
        settle(() => reject(new Error('The prober cannot be started.'))),
      );
    });
    return new ProberProcess(child, settings, folder, ended);
  }

  /** False once it has ended, or should not get another job. */
  get usable(): boolean {
    return this.alive && this.doomed === undefined && this.jobs < this.settings.limits.jobsPerProcess;
  }

  /**
   * Runs one job to an outcome, whatever becomes of the process.
   *
   * @param files - what the job may open, in a folder that goes with it
   * @throws what `taker` throws for something that the job's errand brought, and what reading the files throws
   */
  async run(
    job: ProberJob,
    onStep: (event: StepEvent) => void,
    cancelled: AbortSignal,
    taker: ErrandTaker = {},
    files: readonly JobFile[] = [],
  ): Promise<CheckOutcome> {
    if (files.length === 0) return this.runJob(job, onStep, cancelled, taker);
    return withFiles(this.folder, files, (uploadFolder) =>
      this.runJob({ ...job, uploadFolder }, onStep, cancelled, taker),
    );
  }

  private async runJob(
    job: ProberJob,
    onStep: (event: StepEvent) => void,
    cancelled: AbortSignal,
    taker: ErrandTaker,
  ): Promise<CheckOutcome> {
    this.jobs += 1;
    const { pageMs = 0 } = job.errand ?? {};
    let kill: NodeJS.Timeout | undefined;
    const killIn = (ms: number | null): void => {
      clearTimeout(kill);
      if (ms !== null) kill = setTimeout(() => this.kill('timeout'), ms + GRACE_MS);
    };
    killIn(job.deadlineMs + pageMs);
    const next = (): void => {
      killIn(pageMs);
      this.tell({ kind: 'next', id: job.id });
    };
    const want = (keys: readonly string[]): void => {
      killIn(pageMs);
      this.tell({ kind: 'want', id: job.id, keys });
    };
    const memory = setInterval(() => void this.watchMemory(), MEMORY_LOOK_MS);
    const cancel = (): void => {
      this.tell({ kind: 'cancel', id: job.id });
      setTimeout(() => this.running?.id === job.id && this.kill('cancelled'), GRACE_MS).unref();
    };
    const desk = new ErrandDesk(taker, next, want, cancel);
    try {
      const outcome = await new Promise<CheckOutcome>((settle) => {
        this.running = { id: job.id, log: new StepLog(), onStep, settle, desk, killIn };
        cancelled.addEventListener('abort', cancel, { once: true });
        if (this.alive) this.tell({ kind: 'job', job });
        else this.exited(null);
        // Nobody hears what happened before he listened.
        if (cancelled.aborted) cancel();
      });
      killIn(null);
      await desk.done();
      return outcome;
    } finally {
      this.running = undefined;
      killIn(null);
      clearInterval(memory);
      cancelled.removeEventListener('abort', cancel);
    }
  }

  /** Ends the process at once, and waits until nothing of it is left. */
  async stop(): Promise<void> {
    this.kill('cancelled');
    await this.ended;
  }

  private get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  private kill(code: CheckCode): void {
    this.doomed ??= code;
    this.child.kill('SIGKILL');
  }

  private tell(command: ProberCommand): void {
    // A process that has just ended is noticed by its exit.
    this.child.send(command, () => undefined);
  }

  private receive(message: unknown): void {
    const report = readProberReport(message);
    const { running } = this;
    if (!report || !running || report.kind === 'ready' || report.id !== running.id) return;
    if (report.kind === 'done') {
      if (report.spent) this.doomed ??= 'driver_error';
      running.settle(report.outcome);
      return;
    }
    if (report.kind === 'step') {
      running.log.add(report.report);
      running.onStep(report.report);
      return;
    }
    // What it brings is taken in the order in which it came, also when that takes its time.
    running.killIn(null);
    if (report.kind === 'page') running.desk.page(report.tables);
    else if (report.kind === 'marks') running.desk.marks(report.marks);
    else running.desk.look(report.look);
  }

  private exited(signal: NodeJS.Signals | null): void {
    // V8 aborts when its heap is full.
    const code = this.doomed ?? (signal === 'SIGABRT' ? 'out_of_memory' : 'driver_error');
    this.doomed = code;
    this.running?.settle(this.running.log.endedBy(code));
  }

  /** The heap's limit does not cover buffers and native code. */
  private async watchMemory(): Promise<void> {
    const statm = await readFile(`/proc/${this.child.pid}/statm`, 'latin1').catch(() => '');
    const resident = Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES;
    if (resident > this.settings.limits.memoryBytes) this.kill('out_of_memory');
  }
}
