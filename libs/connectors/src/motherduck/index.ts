import { defineConnector } from '#connector-sdk';

import { MotherDuckPayload } from './payload.js';
import { MOTHERDUCK_URI } from './uri.js';

const credential = { type: 'TOKEN', payload: { token: 'example-token' } };

export default defineConnector({
  type: 'MOTHERDUCK',
  title: 'MotherDuck',
  family: 'postgres-wire',
  payload: MotherDuckPayload,
  credentials: ['TOKEN'],
  transports: [],
  tlsDefault: 'verify-full',
  dbType: 'MOTHERDUCK',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: MOTHERDUCK_URI,
  examples: [
    { name: 'Database', payload: { database: 'my_db' }, credential },
    { name: 'In another region', payload: { database: 'my_db', region: 'eu-central-1' }, credential },
  ],
});
