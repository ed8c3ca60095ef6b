import pg from 'pg';

import type { JsonObject } from '#connector-sdk';

import {
  type SampleDatabase,
  type SampleLogin,
  startSampleDatabase,
} from '../../../apps/api/src/sample/sample-database.js';
import { CLOSED_PORT } from '../../support/fault-servers.js';
import { jdbcFolderWith } from '../../support/jdbc-folder.js';
import type { Fault, Meanings, Provoked } from '../fault.js';
import { at } from './place.js';

const TYPE = 'POSTGRES';
/** Speaks the same protocol, and has another catalog. */
const KIN = 'REDSHIFT';
const PASSWORD = 'password-of-the-test';
const LOCKED = { username: 'contract_locked', password: PASSWORD };
const CROWDED = { username: 'contract_crowded', password: PASSWORD };
const BLIND = { username: 'contract_blind', password: PASSWORD };

/** A running server, and users of it that each lack something. */
export async function startFaultyDatabase(): Promise<SampleDatabase> {
  const sample = await startSampleDatabase();
  const { host, port, database, superuser } = sample;
  const client = new pg.Client({
    host,
    port,
    database,
    user: superuser.username,
    password: superuser.password,
  });
  await client.connect();
  for (const [{ username }, rights] of [
    [LOCKED, 'nologin'],
    [CROWDED, 'login connection limit 0'],
    [BLIND, 'login'],
  ] as const) {
    await client.query(`create role ${username} ${rights} password '${PASSWORD}'`);
    await client.query(`grant connect on database ${database} to ${username}`);
  }
  await client.end();
  return sample;
}

interface Change {
  readonly login?: SampleLogin;
  readonly payload?: JsonObject;
  readonly tlsMode?: 'verify-full';
}

/** A login at the database of {@link startFaultyDatabase} that fails, or hardly works. */
function loginFault(
  name: string,
  means: Meanings,
  change: (sample: SampleDatabase) => Change,
  type = TYPE,
): Fault {
  return {
    name,
    group: 'login',
    happensTo: ({ connector }) => connector.type === type,
    means,
    provoke: async (subject, { database }) => {
      const sample = await database;
      const { login = sample.good, payload, tlsMode = 'prefer' } = change(sample);
      const { target, ...rest } = at(subject, sample.port, { tlsMode });
      return {
        ...rest,
        target: {
          ...target,
          payload: { ...target.payload, database: sample.database, ...payload },
          credential: { type: 'SIMPLE', payload: { ...login } },
        },
      };
    },
  };
}

const AT_A_DATABASE: readonly Fault[] = [
  loginFault('wrong password', ['authenticate: auth_failed'], ({ good }) => ({
    login: { ...good, password: 'another' },
  })),
  loginFault('user that does not exist', ['authenticate: auth_failed'], () => ({
    login: { username: 'nobody_knows', password: PASSWORD },
  })),
  loginFault(
    'user that may not log in',
    ['authenticate: auth_failed', 'authenticate: account_locked'],
    () => ({
      login: LOCKED,
    }),
  ),
  loginFault('user with too many connections', ['too_many_connections'], () => ({ login: CROWDED })),
  loginFault('database that does not exist', ['database: database_not_found'], () => ({
    payload: { database: 'nowhere' },
  })),
  loginFault('user without access to the database', ['database: permission_denied'], ({ powerless }) => ({
    login: powerless,
  })),
  loginFault('user that sees no table', ['list: nothing_visible'], () => ({ login: BLIND })),
  loginFault('database without TLS', ['tls: tls_not_supported'], () => ({ tlsMode: 'verify-full' })),
  loginFault('another product of the same protocol', ['list: statement_refused'], () => ({}), KIN),
];

/** Milliseconds in which even a busy machine starts a virtual one. */
const MACHINE_STARTS_MS = 30_000;

/** The one fault of which a type without its driver can tell. */
export const MISSING_DRIVER = 'driver that nobody brought';

/** What a prober lacks, or a connection. */
const LACKS: readonly Fault[] = [
  {
    name: 'address that is not complete',
    group: 'login',
    happensTo: ({ connector }) => connector.type === KIN,
    means: ['resolve: target_incomplete'],
    provoke: async () => ({ target: { payload: { endpoint_prefix: 'cluster', port: 5439 } }, servers: [] }),
  },
  {
    name: MISSING_DRIVER,
    group: 'login',
    happensTo: ({ connector }) => connector.family === 'drda',
    means: ['driver_not_installed'],
    provoke: async (subject): Promise<Provoked> => {
      const empty = await jdbcFolderWith();
      const { target, ...rest } = at(subject, CLOSED_PORT);
      return { ...rest, target: { ...target, jdbcFolder: empty.path, deadlineMs: MACHINE_STARTS_MS } };
    },
  },
];

/** What goes wrong when the server is there and speaks, or before anything is asked of it. */
export const LOGIN_FAULTS: readonly Fault[] = [...AT_A_DATABASE, ...LACKS];
