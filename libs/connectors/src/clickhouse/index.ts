import { defineConnector } from '#connector-sdk';

import { ClickHousePayload } from './payload.js';
import { CLICKHOUSE_URI } from './uri.js';

export default defineConnector({
  type: 'CLICKHOUSE',
  title: 'ClickHouse',
  family: 'http-sql',
  payload: ClickHousePayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: 'CLICKHOUSE',
  capabilities: { tables: true, views: true, schemas: false, sql: true, files: false },
  uri: CLICKHOUSE_URI,
  examples: [
    {
      name: 'HTTPS',
      payload: { host: 'db.example.com', port: 8443, database: 'shop' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
    {
      name: 'HTTP',
      payload: { host: 'db.example.com', port: 8123, scheme: 'http' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
  ],
});
