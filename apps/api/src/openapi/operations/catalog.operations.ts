import type { CatalogController } from '../../rest/catalog/catalog.controller.js';
import type { JobsController } from '../../rest/jobs/jobs.controller.js';
import { type Answer, type Operations, one, page } from '../operation.js';

const ACCEPTED: Answer = { ...one('JobView'), description: 'A worker does it.' };

export const CATALOG_OPERATIONS: Operations<CatalogController> = {
  discover: {
    id: 'discoverConnection',
    summary: 'Find the tables behind a connection',
    description:
      'A worker lists them page by page; what is found can be read while it goes on. One that is under way already is answered again.',
    status: 202,
    answer: ACCEPTED,
    conflicts: ['discovery_skipped'],
  },
  listTables: {
    id: 'listTables',
    summary: 'List the tables of a connection',
    query: ['schema', 'tableName', 'tableStatus', 'limit', 'cursor'],
    answer: page('TableView'),
  },
  listChanges: {
    id: 'listCatalogChanges',
    summary: "List how a connection's tables changed",
    description: 'The newest first. A first discovery is no change.',
    query: ['breaking', 'limit', 'cursor'],
    answer: page('CatalogChangeView'),
  },
  getTable: { id: 'getTable', summary: 'Show a table with its columns', answer: one('TableDetailsView') },
  describeTable: {
    id: 'describeTable',
    summary: 'Describe a table and its columns',
    description: 'What people say here stays whatever later discoveries find; null removes it.',
    body: {
      schema: 'TableDescription',
      examples: {
        'A table and a column': {
          value: {
            description: 'Who buys.',
            columns: [{ name: 'country', description: 'ISO 3166-1 alpha-2.' }],
          },
        },
      },
    },
    answer: one('TableDetailsView'),
  },
  syncTable: {
    id: 'syncTable',
    summary: 'Look at a table closely',
    description:
      'A worker reads its definition and, unless the tenant’s setting `example_rows` is false, three of its rows and the values of columns that have few.',
    status: 202,
    answer: ACCEPTED,
    conflicts: ['table_deprecated'],
  },
};

export const JOB_OPERATIONS: Operations<JobsController> = {
  list: {
    id: 'listJobs',
    summary: 'List jobs',
    description: 'The newest first. Those of a connection that is gone stay.',
    query: ['connectionId', 'jobState', 'limit', 'cursor'],
    answer: page('JobView'),
  },
  get: { id: 'getJob', summary: 'Show a job', answer: one('JobView') },
  cancel: {
    id: 'cancelJob',
    summary: 'Cancel a job',
    description: 'It ends within seconds; what it has stored by then stays.',
    answer: one('JobView'),
    conflicts: ['job_ended'],
  },
};
