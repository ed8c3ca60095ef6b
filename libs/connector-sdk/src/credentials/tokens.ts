import { Secret, Text } from '../fields/text-fields.js';
import { defineCredentialType } from './define-credential-type.js';

class Token {
  @Secret({ label: 'Token', required: true, characters: 'line' })
  token!: string;
}

class AzureSas {
  @Secret({ label: 'SAS token', required: true, characters: 'line' })
  sas_key!: string;
}

class AzureKey {
  @Secret({ label: 'Account key', required: true, characters: 'line' })
  account_key!: string;
}

/** An HMAC key of Google Cloud Storage. */
export class Hmac {
  @Text({ label: 'Key id', required: true, open: true })
  key_id!: string;

  @Secret({ label: 'Secret', required: true, characters: 'line' })
  secret!: string;
}

/** An API or access token. */
export const TOKEN = defineCredentialType({
  type: 'TOKEN',
  title: 'Token',
  payload: Token,
  example: { token: 'example-token' },
});

/** A shared access signature of Azure Storage. */
export const AZURE_SAS = defineCredentialType({
  type: 'AZURE_SAS',
  title: 'Azure shared access signature',
  payload: AzureSas,
  example: { sas_key: 'sv=2024-11-04&ss=b&srt=co&sp=rl&sig=example' },
});

/** An access key of an Azure storage account. */
export const AZURE_KEY = defineCredentialType({
  type: 'AZURE_KEY',
  title: 'Azure storage account key',
  payload: AzureKey,
  example: { account_key: 'ZXhhbXBsZS1rZXk=' },
});

/** An HMAC key of Google Cloud Storage. */
export const HMAC = defineCredentialType({
  type: 'HMAC',
  title: 'HMAC key',
  payload: Hmac,
  example: { key_id: 'GOOGEXAMPLE', secret: 'example-secret' },
});
