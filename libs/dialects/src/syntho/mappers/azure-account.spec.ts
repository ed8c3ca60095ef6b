import type { FieldError } from '#platform/errors';
import { readAzureAccount } from './azure-account.js';

const container = { storage_container_name: 'raw' };
const read = (given: Record<string, string>) => {
  const errors: FieldError[] = [];
  return { ...readAzureAccount({ ...container, ...given }, errors), errors: errors.map(({ path }) => path) };
};

describe('an account of Azure Storage', () => {
  it.each([
    ['name and key', { storage_account_name: 'lake', storage_account_key: 'a2V5' }, {}],
    ['a connection string', { storage_connection_string: 'AccountName=lake;AccountKey=a2V5' }, {}],
    [
      'the connection string of a container',
      {
        container_connection_string:
          'DefaultEndpointsProtocol=https;AccountName=lake;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn',
      },
      { endpoint_suffix: 'core.chinacloudapi.cn' },
    ],
    ['a key with = in it', { storage_connection_string: 'accountname=lake;accountkey=a2V5' }, {}],
  ])('is read from %s', (_, given, more) => {
    expect(read(given as unknown as Record<string, string>)).toEqual({
      payload: { storage_account: 'lake', container: 'raw', ...more },
      credential: { type: 'AZURE_KEY', payload: { account_key: 'a2V5' } },
      errors: [],
    });
  });

  it('keeps the padding of a key', () => {
    const { credential } = read({ storage_connection_string: 'AccountName=lake;AccountKey=a2V5cw==' });
    expect(credential.payload).toEqual({ account_key: 'a2V5cw==' });
  });

  it('is named by the endpoint beside a shared access signature', () => {
    const string =
      'BlobEndpoint=https://lake.blob.core.windows.net/;SharedAccessSignature=sv=2024-11-04&sig=abc%3D';
    expect(read({ container_connection_string: string })).toEqual({
      payload: { storage_account: 'lake', container: 'raw', endpoint_suffix: 'core.windows.net' },
      credential: { type: 'AZURE_SAS', payload: { sas_key: 'sv=2024-11-04&sig=abc%3D' } },
      errors: [],
    });
  });

  it.each([
    [{}, 'storage_account_name'],
    [{ storage_account_name: 'lake' }, 'storage_account_key'],
    [{ storage_connection_string: 'no such thing' }, 'storage_connection_string'],
    [{ storage_connection_string: 'AccountName=lake' }, 'storage_connection_string'],
    [{ container_connection_string: 'UseDevelopmentStorage=true' }, 'container_connection_string'],
    [
      { storage_account_name: 'lake', storage_account_key: 'a2V5', storage_container_name: '' },
      'storage_container_name',
    ],
  ])('names what is missing in %j', (given, path) => {
    expect(read(given as unknown as Record<string, string>).errors).toEqual([path]);
  });
});
