import { type Open, openDatabricks, textOf } from '#connector-sdk/opening';

import { endpointPath } from './endpoint-path.js';

/** A warehouse or a cluster of a Databricks workspace. */
export const open: Open = (target, context) => {
  const { payload } = target;
  return openDatabricks(
    {
      product: 'Databricks',
      host: textOf(payload, 'host') ?? '',
      port: Number(payload['port']),
      path: endpointPath(payload),
      catalog: textOf(payload, 'catalog'),
      schema: textOf(payload, 'database'),
    },
    target,
    context,
  );
};
