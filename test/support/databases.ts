import pg from 'pg';

interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** The logins of the Postgres that the global setup started. */
export interface TestDatabases {
  /** Not a superuser; owns the tables. */
  readonly owner: Login;
  /** The role that the application serves as. */
  readonly app: Login;
  /** The role that the worker's tasks run as. */
  readonly worker: Login;
  /** Sees everything, for looking at what was stored. */
  readonly superuser: Login;
  /** The embedded server's home folder; its data is in `postgres/`. */
  readonly home: string;
}

export function testDatabases(): TestDatabases {
  const text = process.env['PATCHBAY_TEST_DATABASES'];
  if (!text) throw new Error('The global setup did not run.');
  const databases = JSON.parse(text) as TestDatabases;
  return { ...databases, superuser: { ...databases.superuser, database: databases.app.database } };
}

/** Runs work on a plain connection of one of the roles, past the application. */
export async function withClient<T>(
  role: 'owner' | 'app' | 'worker' | 'superuser',
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(testDatabases()[role]);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
