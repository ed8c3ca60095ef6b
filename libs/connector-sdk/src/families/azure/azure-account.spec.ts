import { azureAccount } from './azure-account.js';

const target = (credential: Record<string, string>, storage_account = 'Lake') => ({
  payload: { storage_account, endpoint_suffix: 'core.windows.net' },
  credential: { type: 'AZURE_SAS', payload: credential },
  transport: null,
});

describe('azureAccount', () => {
  it.each(['sv=1&sig=a%2Bb', '?sv=1&sig=a%2Bb', ' ?sv=1&sig=a%2Bb\n'])(
    'puts %j behind the container',
    (sas_key) => {
      expect(azureAccount(target({ sas_key }), 'blob', '$root')).toEqual({
        name: 'lake',
        host: 'lake.blob.core.windows.net',
        url: 'https://lake.blob.core.windows.net/%24root?sv=1&sig=a%2Bb',
        accountKey: undefined,
      });
    },
  );

  it('keeps a key out of the address', () => {
    expect(azureAccount(target({ account_key: 'a2V5' }), 'dfs', 'raw')).toEqual({
      name: 'lake',
      host: 'lake.dfs.core.windows.net',
      url: 'https://lake.dfs.core.windows.net/raw',
      accountKey: 'a2V5',
    });
  });

  it.each([
    '',
    'sig=',
    'a2V5',
    'https://other.example.com/raw#sig=x',
    'BlobEndpoint=http://other.example.com',
  ])('takes no %j for a signature', (sas_key) => {
    expect(() => azureAccount(target({ sas_key }), 'blob', 'raw')).toThrow('credential_invalid');
  });

  it('stays at its host whatever the signature holds', () => {
    const { url } = azureAccount(target({ sas_key: 'sig=x#@other.example.com/?a=b' }), 'blob', 'raw');
    expect(new URL(url)).toMatchObject({
      hostname: 'lake.blob.core.windows.net',
      pathname: '/raw',
      hash: '',
    });
  });
});
