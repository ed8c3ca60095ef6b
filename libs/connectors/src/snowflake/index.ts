import { credentialType, defineConnector } from '#connector-sdk';

import { SnowflakePayload } from './payload.js';
import { SNOWFLAKE_URI } from './uri.js';

export default defineConnector({
  type: 'SNOWFLAKE',
  title: 'Snowflake',
  family: 'http-sql',
  payload: SnowflakePayload,
  credentials: ['SIMPLE', 'KEY_PAIR'],
  transports: [],
  tlsDefault: 'verify-full',
  dbType: 'SNOWFLAKE',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: SNOWFLAKE_URI,
  examples: [
    {
      name: 'User and password',
      payload: { account: 'test_acc', warehouse: 'example_warehouse', role: 'WH_ADMIN' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
    {
      name: 'Key pair',
      payload: { account: 'org-account', database: 'SALES', schema: 'PUBLIC', response_timeout_ms: 60000 },
      credential: { type: 'KEY_PAIR', payload: credentialType('KEY_PAIR')?.example ?? {} },
    },
  ],
});
