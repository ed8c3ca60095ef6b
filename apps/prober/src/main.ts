import { rmSync } from 'node:fs';
import { basename } from 'node:path';

import { installEgressGuard } from '#platform/egress';
import { PROBER_FOLDER, type ProberCommand, type ProberReport } from '#connector-sdk/opening';

import { NothingPermitted } from './nothing-permitted.js';
import { type ExtraOpeners, Openers } from './openers.js';
import { Prober } from './prober.js';

// Before anything that could hold on to an unguarded socket.
installEgressGuard(new NothingPermitted());

const send = (report: ProberReport): void => void process.send?.(report);
const extra = JSON.parse(process.argv[2] ?? '{}') as ExtraOpeners;
const prober = new Prober(new Openers(extra), process.cwd(), send);

/** So long does it take at most to say how the job ended. */
const TELLING_MS = 100;

/** The job ends with the error's meaning; the process is not to be trusted any more. */
function crash(error: unknown): void {
  if (!prober.crash(error)) process.exit(1);
  setTimeout(() => process.exit(1), TELLING_MS).unref();
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
process.on('message', (command) => prober.receive(command as ProberCommand));
process.on('disconnect', () => {
  // A parent that was killed takes nothing away, and a job's files are somebody's data.
  if (basename(process.cwd()).startsWith(PROBER_FOLDER))
    rmSync(process.cwd(), { recursive: true, force: true });
  process.exit(0);
});
// Ctrl-C reaches the whole process group; it is the parent who says when to stop.
process.on('SIGINT', () => undefined);
send({ kind: 'ready' });
