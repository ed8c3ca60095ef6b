import { lookAtTable } from '../../catalog/look-at-table.js';
import { yesOrNo } from '../../catalog/standard-catalog.js';
import type { ProbeContext, ProbeSession } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { Bridge } from './bridge.js';
import { BridgeError } from './bridge-error.js';
import { jdbcCatalog } from './jdbc-catalog.js';
import type { JdbcDriver, JdbcProperties } from './jdbc-driver.js';
import { jdbcError, jdbcLoginError, saysNoTls } from './jdbc-errors.js';
import { jdbcLook } from './jdbc-look.js';
import { placeOf, tableOf } from './jdbc-tables.js';
import { requirePermittedHost } from './permitted-host.js';
import { forwardOverTls } from './tls-forward.js';

/** Where a JDBC driver is to log in, and as whom. */
export interface JdbcTarget {
  readonly host: string;
  readonly port: number;
  /** A plain name: it becomes part of the driver's URL. */
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** As {@link allowedProperties} answers them. */
  readonly properties: JdbcProperties;
}

/** What no driver's URL has a meaning for. */
const PLAIN_DATABASE = /^[\p{L}\p{N}_@#$.-]{1,128}$/u;

/**
 * Logs in by a JDBC driver of the operator's, in a virtual machine that reaches this one server.
 *
 * @throws ProbeError
 */
export async function openJdbc(
  driver: JdbcDriver,
  target: JdbcTarget,
  context: ProbeContext,
): Promise<ProbeSession> {
  requireServable(driver, target, context);
  await requirePermittedHost(target.host, context);
  const bridge = Bridge.start(context);
  const classify = jdbcError(driver);
  try {
    const [row = []] = await context.step(
      'authenticate',
      () => logIn(bridge, driver, target, context),
      jdbcLoginError(driver, context.tls.required),
    );
    return {
      server: { product: driver.product, version: row[0] ?? null },
      classify,
      ping: async () => {
        await bridge.ask('ping', String(secondsLeft(context)));
      },
      tables: async function* ({ catalog = '', schema = '', limit }) {
        const place = placeOf(driver, { catalog, schema });
        for (const found of await bridge.ask('tables', ...place, '', String(limit)))
          yield tableOf(driver, found);
      },
      describe: async (table) => {
        const found = await bridge.ask('columns', ...placeOf(driver, table), table.name);
        return found.map(([column = '', type = '', nullable = '']) => ({
          name: column,
          type,
          nullable: yesOrNo(nullable),
        }));
      },
      look: (table, wishes) => {
        const asking = { bridge, quote: row[2] ?? '', secondsLeft: () => secondsLeft(context) };
        return lookAtTable(jdbcLook(asking, driver, table), wishes);
      },
      catalog: (filter, pageSize) => jdbcCatalog(bridge, driver, filter, pageSize),
      close: async () => bridge.close(),
    };
  } catch (error) {
    bridge.close();
    throw error;
  }
}

function requireServable(driver: JdbcDriver, { database }: JdbcTarget, { tls }: ProbeContext): void {
  if (!PLAIN_DATABASE.test(database)) {
    throw new ProbeError('target_incomplete', {
      hint: 'The name of the database may have letters, digits and _ @ # $ . - alone: it becomes part of a URL.',
    });
  }
  if (tls.required && driver.tls === null) {
    throw new ProbeError('unsupported_transport', {
      step: 'tls',
      hint: 'Encryption cannot be demanded of this driver from here: go through an SSH tunnel, with TLS disabled.',
    });
  }
  if (tls.wanted && tls.cert !== undefined && driver.tls !== 'first-byte') {
    throw new ProbeError('unsupported_transport', {
      step: 'tls',
      hint: 'A client certificate cannot be handed to a JDBC driver from here: take it out.',
    });
  }
}

/** How one attempt encrypts. */
type Encryption = 'none' | 'by-driver' | 'first-byte';

/** Encrypted as far as the plan wants it; a server that has no TLS is asked again without. */
async function logIn(
  bridge: Bridge,
  driver: JdbcDriver,
  target: JdbcTarget,
  context: ProbeContext,
): Promise<string[][]> {
  const encryption = encryptionOf(driver, context);
  try {
    return await connect(bridge, driver, target, context, encryption);
  } catch (error) {
    if (encryption !== 'by-driver' || context.tls.required || !saysNoTls(driver, error)) throw error;
    return connect(bridge, driver, target, context, 'none');
  }
}

/** TLS from the first byte has a port of its own, so it is tried only where it is demanded. */
function encryptionOf(driver: JdbcDriver, { tls }: ProbeContext): Encryption {
  if (driver.tls === 'first-byte') return tls.required ? 'first-byte' : 'none';
  return tls.wanted && driver.tls !== null ? 'by-driver' : 'none';
}

async function connect(
  bridge: Bridge,
  driver: JdbcDriver,
  target: JdbcTarget,
  context: ProbeContext,
  encryption: Encryption,
): Promise<string[][]> {
  const { tls } = context;
  const { host, port } =
    encryption === 'first-byte'
      ? await forwardOverTls(target.host, target.port, context)
      : await context.network.forward(target.host, target.port);
  const verify = tls.verifiesName ? 'name' : tls.verifiesAuthority ? 'authority' : 'none';
  const told = (encrypted: boolean): void => {
    if (encryption !== 'first-byte') context.tlsDone(encrypted);
  };
  try {
    const answer = await bridge.ask(
      'connect',
      driver.className,
      driver.url({ host, port, database: target.database }),
      String(port),
      ...[verify, tls.serverName ?? target.host, tls.ca ?? ''],
      String(secondsLeft(context)),
      ...Object.entries(propertiesOf(driver, target, context, encryption)).flat(),
    );
    told(answer[0]?.[1] === 'true');
    return answer;
  } catch (error) {
    if (error instanceof BridgeError && isFromServer(driver, error)) told(error.encrypted);
    throw error;
  }
}

/** What the driver is told. Ours go last: nothing that a connection brings along replaces them. */
function propertiesOf(
  driver: JdbcDriver,
  target: JdbcTarget,
  { tls }: ProbeContext,
  encryption: Encryption,
): JdbcProperties {
  const byDriver = driver.tls === 'first-byte' ? null : driver.tls;
  return {
    ...target.properties,
    ...driver.fixed,
    ...(encryption === 'by-driver' ? byDriver?.on(tls, target.host) : byDriver?.off),
    user: target.user,
    password: target.password,
  };
}

/** True for an answer to the login itself: the way to it stands. */
function isFromServer(driver: JdbcDriver, error: BridgeError): boolean {
  const step = jdbcLoginError(driver, false)(error)?.step;
  return step === 'authenticate' || step === 'database';
}

/** JDBC counts in seconds, and takes 0 for ever. */
function secondsLeft(context: ProbeContext): number {
  return Math.max(1, Math.ceil(context.remainingMs() / 1000));
}
