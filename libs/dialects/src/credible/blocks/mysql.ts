import type { Block } from './block.js';

export const MYSQL: Block = {
  fields: [
    { name: 'host', kind: 'text', at: { payload: 'host' } },
    { name: 'port', kind: 'integer', at: { payload: 'port' } },
    { name: 'database', kind: 'text', at: { payload: 'database' } },
    { name: 'user', kind: 'text', at: { credential: 'username' } },
    { name: 'password', kind: 'text', secret: true, at: { credential: 'password' } },
  ],
  logins: ['SIMPLE'],
  credentialType: () => 'SIMPLE',
};
