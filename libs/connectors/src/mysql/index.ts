import { defineConnector } from '#connector-sdk';

import { MYSQL_FUNCTIONALITIES } from './functionalities.js';
import { MySqlPayload } from './payload.js';
import { MYSQL_URI } from './uri.js';

export default defineConnector({
  type: 'MYSQL',
  title: 'MySQL or MariaDB',
  family: 'mysql-wire',
  payload: MySqlPayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: 'MYSQL',
  capabilities: { tables: true, views: true, schemas: false, sql: true, files: false },
  functionalities: MYSQL_FUNCTIONALITIES,
  uri: MYSQL_URI,
  examples: [
    {
      name: 'User and password',
      payload: { host: 'db.example.com', port: 3306, database: 'shop' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
  ],
});
