import {
  present,
  readHost,
  readLogin,
  readPath,
  textOf,
  UriError,
  type UriDefinition,
  type UriParts,
} from '#connector-sdk';

const HTTPS_PORT = 443;
/** Amazon's names for Athena; the partition in China has an ending of its own. */
const HOST = /^athena\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/i;

/** `awsathena+rest://key:secret@athena.<region>.amazonaws.com:443/database?s3_staging_dir=…`. */
export const ATHENA_URI: UriDefinition = {
  schemes: { 'awsathena+rest': 'awsathena', awsathena: 'awsathena' },
  harmless: ['poll_interval'],
  read: (parts) => ({
    payload: present({
      region: readRegion(parts),
      s3_staging_dir: parts.options.take('s3_staging_dir'),
      work_group: parts.options.take('work_group'),
      catalog: parts.options.take('catalog_name'),
      database: readPath(parts),
    }),
    credential: { type: 'AWS', payload: readKeys(parts) },
  }),
  write: ({ payload, credential }) => {
    const region = textOf(payload, 'region') ?? '';
    const database = textOf(payload, 'database');
    return {
      host: `athena.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
      port: HTTPS_PORT,
      username: textOf(credential?.payload, 'access_key') ?? '',
      password: textOf(credential?.payload, 'secret_key') ?? '',
      ...(database === undefined ? {} : { path: [database] }),
      options: {
        s3_staging_dir: textOf(payload, 's3_staging_dir'),
        work_group: textOf(payload, 'work_group'),
        catalog_name: textOf(payload, 'catalog'),
        aws_session_token: textOf(credential?.payload, 'session_token'),
      },
    };
  },
};

function readRegion(parts: UriParts): string {
  const region = HOST.exec(readHost(parts, HTTPS_PORT))?.[1];
  if (region !== undefined) return region.toLowerCase();
  throw new UriError('host', 'host', 'The host of the URI must be athena.<region>.amazonaws.com.');
}

function readKeys(parts: UriParts) {
  const { username, password } = readLogin(parts).payload;
  return {
    access_key: username ?? '',
    secret_key: password ?? '',
    ...present({ session_token: parts.options.take('aws_session_token') }),
  };
}
