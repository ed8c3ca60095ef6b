import {
  googleLogin,
  googlePlaces,
  lookAtTable,
  type Open,
  serviceAccountKey,
  textOf,
  throughProxy,
} from '#connector-sdk/opening';

import { CatalogReader } from './catalog-reader.js';
import { bigQueryError, bigQueryJobError } from './errors.js';

const HOST = 'bigquery.googleapis.com';

/** BigQuery by Google's own library, with the key of a service account. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  const credentials = serviceAccountKey(target);
  const { BigQuery } = await import('@google-cloud/bigquery');
  const proxy = await context.network.proxy(googlePlaces(HOST));
  const bigquery = new BigQuery({
    // Jobs run where they are paid for; what is read is named in each request.
    projectId: textOf(payload, 'billing_project') ?? textOf(payload, 'project') ?? '',
    credentials,
    apiEndpoint: `https://${HOST}`,
    retryOptions: { autoRetry: false },
    userAgent: 'patchbay-check',
  });
  bigquery.interceptors.push({
    request: (request) => {
      request.proxy = proxy.url;
      return request as typeof request & { uri: string };
    },
  });
  await googleLogin(bigquery.authClient, proxy.url, context, throughProxy(proxy, bigQueryError));
  const reader = new CatalogReader(bigquery, payload);
  const timeoutMs = Math.min(
    Number(payload['query_timeout_ms'] ?? context.remainingMs()),
    context.remainingMs(),
  );
  return {
    server: { product: 'Google BigQuery', version: null },
    classify: throughProxy(proxy, bigQueryError),
    ping: async () => {
      await reader.requireDeclared();
      const plan = () => reader.planQuery(timeoutMs);
      await context.step('database', plan, throughProxy(proxy, bigQueryJobError));
    },
    tables: (filter) => reader.tables(filter),
    catalog: (filter, pageSize) => reader.catalog(filter, pageSize),
    look: (table, wishes) => lookAtTable(reader.look(table), wishes),
    close: async () => undefined,
  };
};
