import { postgresUri } from '#connector-sdk';

/** As PostgreSQL's: Redshift speaks its protocol, and its clients take libpq's options. */
export const REDSHIFT_URI = postgresUri({
  redshift: 'redshift',
  'redshift+psycopg2': 'redshift',
  'redshift+redshift_connector': 'redshift',
});
