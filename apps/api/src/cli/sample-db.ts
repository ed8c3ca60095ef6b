import { parseArgs } from 'node:util';
import { EmbeddedPostgresError } from '#platform/embedded-postgres';
import { type SampleDatabase, type SampleLogin, startSampleDatabase } from '../sample/sample-database.js';
import { fail, lineOf } from './fail.js';

const USAGE = 'usage: npm run sample-db -- [--port 5433]';

/** Starts the sample database, prints what to send, and stays until it is told to stop. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port <= 65_535)) fail(USAGE);
  const sample = await startSampleDatabase(port === undefined ? {} : { port });
  process.stdout.write(instructions(sample));
  const stop = (): void => {
    void sample.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Postgres runs apart, and keeps nothing of this process busy.
  setInterval(() => undefined, 60_000);
}

function instructions(sample: SampleDatabase): string {
  return `
  The sample database runs on ${sample.host}:${sample.port}, until you press Ctrl-C.

  POST this to …/configuration/connections/test (or to …/connections, to keep it):

${body(sample, sample.good)}

  This user may log in and read nothing:

${body(sample, sample.powerless)}

`;
}

function body({ host, port, database }: SampleDatabase, login: SampleLogin): string {
  const connection = {
    name: 'sample',
    type: 'POSTGRES',
    payload: { host, port, database },
    credential: { type: 'SIMPLE', payload: login },
  };
  return JSON.stringify(connection, null, 2).replace(/^/gm, '    ');
}

main().catch((error: unknown) => {
  const badOption = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  fail(badOption ? USAGE : lineOf(error, [EmbeddedPostgresError]));
});
