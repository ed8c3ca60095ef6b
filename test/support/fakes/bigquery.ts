import { googleFailure } from './google.js';
import type { ServiceReply, ServiceRequest } from './https-service.js';

const DATASET = {
  id: 'example-project:sales',
  datasetReference: { projectId: 'example-project', datasetId: 'sales' },
};

/** The project `example-project` with the dataset `sales`, and others in which something is wrong. */
export function answerBigQuery({ method, host, path, body }: ServiceRequest): ServiceReply | undefined {
  const match = /^\/bigquery\/v2\/projects\/([^/]+)\/(.+)$/.exec(path);
  if (host !== 'bigquery.googleapis.com' || !match) return undefined;
  const [, project = '', asked = ''] = match;
  if (project === 'no-jobs')
    return googleFailure(403, 'accessDenied', 'User does not have bigquery.jobs.create');
  if (project === 'not-enabled') return googleFailure(403, 'accessNotConfigured');
  if (project === 'busy') return googleFailure(503, 'backendError');
  if (project === 'garbage') return { headers: { 'content-type': 'application/json' }, body: 'no json' };
  if (project === 'moved') return { status: 302, headers: { location: 'https://169.254.169.254/' } };
  if (project !== 'example-project') return googleFailure(404, 'notFound', `Not found: Project ${project}`);
  if (method === 'POST' && asked === 'jobs') return plan(JSON.parse(body.toString()) as Job);
  switch (asked) {
    case 'datasets':
      return { body: { datasets: [DATASET] } };
    case 'datasets/sales':
      return { body: { ...DATASET, location: 'EU' } };
    case 'datasets/sales/tables':
      return { body: { tables: [table('orders', 'TABLE'), table('recent', 'VIEW')], totalItems: 2 } };
    case 'datasets/sales/tables/orders':
      return { body: ORDERS };
    case 'datasets/sales/tables/recent':
      return { body: { ...table('recent', 'VIEW'), view: { query: 'select 1' }, schema: { fields: [] } } };
    case 'datasets/sales/tables/orders/data':
      return { body: { rows: [{ f: [{ v: '1' }, { v: null }, { v: [{ v: 'new' }] }] }] } };
    case 'datasets/empty':
      return { body: { location: 'EU' } };
    case 'datasets/empty/tables':
      return { body: { totalItems: 0 } };
    case 'datasets/secret':
      return googleFailure(403, 'accessDenied');
    default:
      return googleFailure(404, 'notFound', 'Not found: Dataset example-project:elsewhere');
  }
}

const ORDERS = {
  ...table('orders', 'TABLE'),
  description: 'what was bought',
  numRows: '12',
  schema: {
    fields: [
      { name: 'id', type: 'INTEGER', mode: 'REQUIRED', description: 'of the order' },
      { name: 'price', type: 'NUMERIC', mode: 'NULLABLE', precision: '10', scale: '2' },
      { name: 'tags', type: 'STRING', mode: 'REPEATED' },
    ],
  },
  tableConstraints: {
    primaryKey: { columns: ['id'] },
    foreignKeys: [
      {
        referencedTable: { projectId: 'example-project', datasetId: 'sales', tableId: 'prices' },
        columnReferences: [{ referencingColumn: 'price', referencedColumn: 'amount' }],
      },
    ],
  },
};

interface Job {
  readonly configuration: { readonly dryRun?: boolean; readonly query: { readonly query: string } };
}

/** Planned alone: a check must not run what has to be paid for. */
function plan({ configuration }: Job): ServiceReply {
  if (configuration.dryRun !== true || configuration.query.query !== 'select 1')
    return googleFailure(400, 'invalid');
  return { body: { status: { state: 'DONE' }, jobReference: { projectId: 'example-project' } } };
}

function table(tableId: string, type: string): object {
  return { id: tableId, type, tableReference: { projectId: 'example-project', datasetId: 'sales', tableId } };
}
