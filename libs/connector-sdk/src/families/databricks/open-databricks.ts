import { lookAtTable } from '../../catalog/look-at-table.js';
import type { ProbeContext, ProbeSession, ProbeTarget } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';
import { watchedAgents } from '../http-driver/watched-agents.js';
import { CatalogReader } from './catalog-reader.js';
import { connectBy } from './connections.js';
import { databricksError } from './databricks-errors.js';

/** One warehouse or cluster of a workspace, and where in its catalogs a session begins. */
export interface DatabricksPlace {
  readonly product: string;
  readonly host: string;
  readonly port: number;
  /** Of the warehouse's or the cluster's endpoint; with a slash before it or without. */
  readonly path: string;
  readonly catalog: string | undefined;
  readonly schema: string | undefined;
}

/**
 * Opens a session by the vendor's own driver, with the TOKEN of the target.
 *
 * @throws ProbeError
 */
export async function openDatabricks(
  place: DatabricksPlace,
  target: ProbeTarget,
  context: ProbeContext,
): Promise<ProbeSession> {
  const { host, port, path, catalog, schema, product } = place;
  const token = textOf(target.credential?.payload, 'token');
  if (token === undefined) throw new ProbeError('credential_invalid');
  const { DBSQLClient: Client } = await import('@databricks/sql');
  const agents = watchedAgents(context.network, [{ host, port }]);
  const client = new Client({ logger: { log: () => undefined } });
  // What goes wrong later than the step it belongs to has nobody to tell.
  client.on('error', () => undefined);
  connectBy(client, agents.https);
  await client.connect({
    host: host.includes(':') ? `[${host}]` : host,
    port,
    path,
    token,
    socketTimeout: context.statementMs(),
    retryMaxAttempts: 1,
    telemetryEnabled: false,
    userAgentEntry: 'patchbay',
  });
  const session = await context.step(
    'authenticate',
    () =>
      agents.unlessBroken(
        client.openSession({
          ...(catalog === undefined ? {} : { initialCatalog: catalog }),
          ...(schema === undefined ? {} : { initialSchema: schema }),
        }),
      ),
    databricksError,
  );
  const reader = new CatalogReader(session, agents, place);
  const version = await context.step('database', () => reader.version(), databricksError);
  return {
    server: { product, version },
    classify: databricksError,
    ping: () => reader.requireNames(),
    tables: (filter) => reader.tables(filter),
    catalog: (filter, pageSize) => reader.catalog(filter, pageSize),
    look: (table, wishes) => lookAtTable(reader.look(table, wishes), wishes),
    close: async () => {
      await session.close();
      await client.close();
    },
  };
}
