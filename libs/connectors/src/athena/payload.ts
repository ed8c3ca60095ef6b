import { Endpoint, ObjectName, Region, Text, type TextFormat } from '#connector-sdk';

/** Where Athena puts results: a bucket and an optional path. */
const S3_URI: TextFormat = {
  pattern: '^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]*)?$',
  max: 1024,
  means: 'of the form s3://bucket/path/',
};

/** Amazon Athena in one region. */
export class AthenaPayload {
  @Region({ required: true })
  region!: string;

  @Text({ label: 'Results', required: true, format: S3_URI, placeholder: 's3://my-bucket/results/' })
  s3_staging_dir!: string;

  @ObjectName({ label: 'Work group', default: 'primary' })
  work_group?: string;

  @ObjectName({ label: 'Catalog', default: 'AwsDataCatalog' })
  catalog?: string;

  @ObjectName({ label: 'Database' })
  database?: string;

  @Endpoint({ help: 'For private endpoints; without it the region decides' })
  endpoint?: string;
}
