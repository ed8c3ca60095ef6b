import { Bucket, Endpoint, Flag, Prefix, Region } from '#connector-sdk';

/** A bucket of Amazon S3, or of a service that speaks its protocol. */
export class S3Payload {
  @Bucket()
  bucket!: string;

  @Region({ default: 'us-east-1' })
  region?: string;

  @Prefix()
  prefix?: string;

  @Endpoint({ help: 'For services other than Amazon; without it the region decides' })
  endpoint?: string;

  @Flag({ label: 'Path style', default: false, help: 'The bucket is part of the path, not of the host name' })
  path_style?: boolean;
}
