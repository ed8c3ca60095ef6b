import { serverUri } from '#connector-sdk';

/** `db2+ibm_db://user:password@host:port/database`; settings behind the database (`;Security=SSL`) are refused. */
export const DB2_URI = serverUri({ db2: 'db2', 'db2+ibm_db': 'db2', ibm_db_sa: 'db2' });
