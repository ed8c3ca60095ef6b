import { Bucket, EndpointSuffix, Prefix, StorageAccount } from '#connector-sdk';

/** A file system of Azure Data Lake Storage. */
export class AdlsPayload {
  @StorageAccount({ required: true })
  storage_account!: string;

  @Bucket({ label: 'Container' })
  container!: string;

  @Prefix({ label: 'Remote path' })
  remote_path?: string;

  @EndpointSuffix()
  endpoint_suffix?: string;
}
