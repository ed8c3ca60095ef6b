import { spawn } from 'node:child_process';

const ROOT = process.cwd();
const MARK = '\u0001result ';

/** How a child runs. */
export interface ChildOptions {
  /** A command that runs the command behind it, such as `ip netns exec name`. */
  readonly prefix?: readonly string[];
}

/**
 * Runs a function in a Node process of its own, where it may change the process as a whole, and returns what
 * it returns.
 *
 * @param work is handed over as text: it sees nothing but its argument, and imports what it needs by
 * `import()`; `#platform/…` is the built one. Its argument and result go through JSON.
 * @throws Error with what the child wrote, when it fails or ends without a result
 */
export async function runInChild<Input, Result>(
  work: (input: Input) => Promise<Result>,
  input: Input,
  { prefix = [] }: ChildOptions = {},
): Promise<Result> {
  const code = `
    const result = await (${work.toString()})(${JSON.stringify(input)});
    process.stdout.write(${JSON.stringify(`\n${MARK}`)} + JSON.stringify(result ?? null) + '\\n', () => process.exit(0));`;
  const [program = '', ...args] = [...prefix, process.execPath, '--input-type=module', '--eval', code];
  const child = spawn(program, args, { cwd: ROOT, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const status = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  const line = output.split('\n').find((each) => each.startsWith(MARK));
  if (status !== 0 || line === undefined)
    throw new Error(`The child ended with ${String(status)}: ${errors}`);
  return JSON.parse(line.slice(MARK.length)) as Result;
}
