import { Bucket, EndpointSuffix, Prefix, StorageAccount } from '#connector-sdk';

/** A container of Azure Blob Storage. */
export class AzurePayload {
  @StorageAccount({ required: true })
  storage_account!: string;

  @Bucket({ label: 'Container' })
  bucket!: string;

  @Prefix()
  prefix?: string;

  @EndpointSuffix()
  endpoint_suffix?: string;
}
