import {
  present,
  readPathNames,
  readServer,
  refuseUser,
  textOf,
  UriError,
  type UriDefinition,
} from '#connector-sdk';

/**
 * `bigquery://project/dataset`. The key comes by another way: options that name a key file, or hold one, are
 * refused as all unknown ones are.
 */
export const BIGQUERY_URI: UriDefinition = {
  schemes: { bigquery: 'bigquery' },
  harmless: ['arraysize', 'list_tables_page_size'],
  read: (parts) => {
    refuseUser(parts);
    const { host: project, port } = readServer(parts);
    if (port !== undefined) throw new UriError('port', 'port', 'The URI must not name a port.');
    const [dataset] = readPathNames(parts, 1);
    const payload = present({
      project,
      dataset,
      location: parts.options.take('location'),
      billing_project: parts.options.take('billing_project_id'),
      maximum_bytes_billed: parts.options.take('maximum_bytes_billed'),
    });
    return { payload, credential: null };
  },
  write: ({ payload }) => ({
    host: textOf(payload, 'project') ?? '',
    path: [textOf(payload, 'dataset') ?? ''],
    options: {
      location: textOf(payload, 'location'),
      billing_project_id: textOf(payload, 'billing_project'),
      maximum_bytes_billed: textOf(payload, 'maximum_bytes_billed'),
    },
  }),
};
