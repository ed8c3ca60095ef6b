import { type Open, openDatabricks, textOf } from '#connector-sdk/opening';

/** Delta tables by the SQL endpoint of the Databricks workspace that has them. */
export const open: Open = (target, context) => {
  const { payload } = target;
  return openDatabricks(
    {
      product: 'Delta Lake',
      host: textOf(payload, 'host') ?? '',
      port: Number(payload['port']),
      path: textOf(payload, 'httppath') ?? '',
      catalog: undefined,
      schema: undefined,
    },
    target,
    context,
  );
};
