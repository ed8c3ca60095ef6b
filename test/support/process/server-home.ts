import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, SERVER, startProgram } from './program.js';

/** A started server. */
export interface ServerProcess extends Program {
  readonly url: string;
  /** What a person saw when it was ready. */
  readonly banner: string;
}

/** A home folder of a case's own, for servers with an embedded Postgres, one after the other. */
export class ServerHome {
  private readonly servers: Program[] = [];

  private constructor(readonly path: string) {}

  static async make(): Promise<ServerHome> {
    return new ServerHome(await mkdtemp(join(tmpdir(), 'patchbay-process-')));
  }

  get settings(): Record<string, string> {
    return { PATCHBAY_HOME: this.path, PORT: '0' };
  }

  /** Starts a server and waits until it says that it is ready. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const program = startProgram(SERVER, { ...this.settings, ...settings });
    this.servers.push(program);
    const [, url] = await program.says(/Patchbay is ready\s+(http:\S+)/);
    await program.says(/-d '\{.*\}'\n/);
    return { ...program, url: url!, banner: program.stdout() };
  }

  /** The process of the embedded Postgres, as its data folder names it. */
  async postgresPid(): Promise<number> {
    return Number.parseInt(await readFile(this.pidFile, 'utf8'), 10);
  }

  get pidFile(): string {
    return join(this.path, 'postgres', 'postmaster.pid');
  }

  async platformKey(): Promise<string> {
    return (await readFile(join(this.path, 'platform-admin.key'), 'utf8')).trim();
  }

  /** Ends whatever still runs on it, and removes it. */
  async remove(): Promise<void> {
    for (const server of this.servers) {
      server.signal('SIGKILL');
      await server.ended;
    }
    const postgres = await this.postgresPid().catch(() => 0);
    if (await isPostgresOf(postgres, this.path)) process.kill(postgres, 'SIGKILL');
    await rm(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** A number in a file proves nothing: it may be another process' by now. */
async function isPostgresOf(pid: number, home: string): Promise<boolean> {
  if (!(pid > 1)) return false;
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(home);
}

/** True while the process runs; a zombie does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}
