import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';

import type { ProbeContext } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { BridgeError } from './bridge-error.js';
import { javaArguments, javaProgram } from './java-runtime.js';

/** Exit status of `-XX:+ExitOnOutOfMemoryError`. */
const OUT_OF_MEMORY = 3;

interface Question {
  readonly rows: string[][];
  readonly answer: (rows: string[][]) => void;
  readonly fail: (error: Error) => void;
}

/**
 * A virtual machine of Java for one check. Secrets go through its standard input alone; it ends with that
 * input, hence with this process, whatever its driver is waiting for.
 */
export class Bridge {
  private question: Question | undefined;
  private answered = false;
  private ended: Error | undefined;

  private constructor(
    private readonly child: ChildProcess & { readonly stdin: Writable },
    signal: AbortSignal,
  ) {
    const abort = (): void => this.end(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', () => this.end(notStarted()));
    child.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      this.end(this.meaningOf(code));
    });
    child.stdin.on('error', () => undefined);
  }

  /** @throws ProbeError `driver_not_installed` when there is no Java, or no folder with drivers */
  static start(context: ProbeContext): Bridge {
    const { jdbcFolder, temporaryFolder, signal } = context;
    signal.throwIfAborted();
    if (jdbcFolder === null) {
      throw new ProbeError('driver_not_installed', {
        hint: 'This source needs a JDBC driver: whoever runs this service names their folder in PATCHBAY_JDBC_DIR.',
      });
    }
    const child = spawn(javaProgram(jdbcFolder), javaArguments(jdbcFolder, temporaryFolder), {
      cwd: temporaryFolder,
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const bridge = new Bridge(child, signal);
    createInterface({ input: child.stdout }).on('line', (line) => bridge.receive(line));
    return bridge;
  }

  /**
   * Asks one thing at a time.
   *
   * @returns the rows of the answer; for `connect` a single one
   * @throws BridgeError what the driver said
   * @throws ProbeError when the virtual machine ended
   */
  async ask(...fields: readonly string[]): Promise<string[][]> {
    if (this.ended) throw this.ended;
    return new Promise((answer, fail) => {
      this.question = { rows: [], answer, fail };
      this.child.stdin.write(`${fields.map(encode).join(' ')}\n`);
    });
  }

  /** Ends the virtual machine at once. */
  close(): void {
    this.end(new ProbeError('connection_closed'));
  }

  private receive(line: string): void {
    const { question } = this;
    if (!question) return;
    this.answered = true;
    const [word, ...fields] = line.split(' ').map(decode);
    if (word === 'row') {
      question.rows.push(fields);
      return;
    }
    this.question = undefined;
    if (word === 'error') question.fail(BridgeError.read(fields));
    else question.answer(word === 'ok' ? [fields] : question.rows);
  }

  private end(error: Error): void {
    this.ended ??= error;
    this.child.kill('SIGKILL');
    this.question?.fail(this.ended);
    this.question = undefined;
  }

  private meaningOf(code: number | null): Error {
    if (code === OUT_OF_MEMORY) return new ProbeError('out_of_memory');
    // It never came to an answer: a Java that cannot run the program.
    return this.answered ? new ProbeError('driver_error') : notStarted();
  }
}

function notStarted(): ProbeError {
  return new ProbeError('driver_not_installed', {
    facts: { driver: 'java' },
    hint: 'The Java runtime beside the service could not be started: version 17 or 21 is needed.',
  });
}

function encode(field: string): string {
  return Buffer.from(field, 'utf8').toString('base64');
}

function decode(field: string): string {
  return Buffer.from(field, 'base64').toString('utf8');
}
