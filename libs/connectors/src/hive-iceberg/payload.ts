import { Bucket, Choice, Region, StorageAccount, Text, THRIFT_URI } from '#connector-sdk';

import { CREDENTIAL_BY_LOCATION, type LocationType } from './location-types.js';

/** Iceberg tables that a Hive metastore knows and an object store holds. */
export class HiveIcebergPayload {
  @Text({
    label: 'Metastore',
    required: true,
    format: THRIFT_URI,
    destination: true,
    placeholder: 'thrift://metastore.example.com:9083',
  })
  thrift_uri!: string;

  @Choice({
    label: 'Storage',
    required: true,
    options: Object.keys(CREDENTIAL_BY_LOCATION),
    destination: true,
    help: 'Decides which type of credential is taken',
  })
  location_type!: LocationType;

  @Bucket()
  bucket!: string;

  @Region()
  region?: string;

  @StorageAccount({ help: 'For Azure storage' })
  storage_account?: string;
}
