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

const pools = new Map<string, pg.Pool>();

/** Opening a connection costs as much as many statements, so that they are kept. */
function poolOf(login: Login): pg.Pool {
  const key = JSON.stringify(login);
  let pool = pools.get(key);
  if (!pool) {
    pool = new pg.Pool({ ...login, allowExitOnIdle: true, idleTimeoutMillis: 2_000 });
    // One that ends while nobody uses it, as with its server, is nobody's failure.
    pool.on('error', () => undefined);
    pools.set(key, pool);
  }
  return pool;
}

/** Runs work on a plain connection of one of the roles, past the application. */
export async function withClient<T>(
  role: 'owner' | 'app' | 'worker' | 'superuser',
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await poolOf(testDatabases()[role]).connect();
  try {
    const result = await work(client);
    // Whoever left a transaction open keeps it to themselves.
    await client.query('discard all').then(
      () => client.release(),
      () => client.release(true),
    );
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
