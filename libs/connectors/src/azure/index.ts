import { defineConnector } from '#connector-sdk';

import { AzurePayload } from './payload.js';

export default defineConnector({
  type: 'AZURE',
  title: 'Azure Blob Storage',
  family: 'object-store',
  payload: AzurePayload,
  credentials: ['AZURE_SAS', 'AZURE_KEY'],
  transports: [],
  tlsDefault: 'verify-full',
  hints: {
    dns_not_found:
      'The storage account is the first part of the host name: check its spelling, and the endpoint suffix.',
  },
  dbType: null,
  capabilities: { tables: false, views: false, schemas: false, sql: false, files: true },
  examples: [
    {
      name: 'Shared access signature',
      payload: { storage_account: 'test_acc', bucket: 'example_container' },
      credential: { type: 'AZURE_SAS', payload: { sas_key: 'sv=2024-11-04&ss=b&srt=co&sp=rl&sig=example' } },
    },
    {
      name: 'Account key in another cloud',
      payload: {
        storage_account: 'lake',
        bucket: 'raw',
        prefix: 'in/',
        endpoint_suffix: 'core.chinacloudapi.cn',
      },
      credential: { type: 'AZURE_KEY', payload: { account_key: 'ZXhhbXBsZS1rZXk=' } },
    },
  ],
});
