import { defineConnector } from '#connector-sdk';

import { ADLS_FUNCTIONALITIES } from './functionalities.js';
import { AdlsPayload } from './payload.js';

export default defineConnector({
  type: 'ADLS',
  title: 'Azure Data Lake Storage',
  family: 'object-store',
  payload: AdlsPayload,
  credentials: ['AZURE_SAS', 'AZURE_KEY'],
  transports: [],
  tlsDefault: 'verify-full',
  hints: {
    dns_not_found:
      'The storage account is the first part of the host name: check its spelling, and the endpoint suffix.',
  },
  dbType: null,
  capabilities: { tables: false, views: false, schemas: false, sql: false, files: true },
  functionalities: ADLS_FUNCTIONALITIES,
  examples: [
    {
      name: 'Shared access signature',
      payload: { storage_account: 'lake', container: 'raw' },
      credential: { type: 'AZURE_SAS', payload: { sas_key: 'sv=2024-11-04&ss=b&srt=co&sp=rl&sig=example' } },
    },
    {
      name: 'Account key in another cloud',
      payload: {
        storage_account: 'lake',
        container: 'raw',
        remote_path: 'in/',
        endpoint_suffix: 'core.usgovcloudapi.net',
      },
      credential: { type: 'AZURE_KEY', payload: { account_key: 'ZXhhbXBsZS1rZXk=' } },
    },
  ],
});
