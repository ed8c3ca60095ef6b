import { Bucket, Prefix, S3Service } from '#connector-sdk';

/** A bucket of Amazon S3, or of a service that speaks its protocol. */
export class S3Payload extends S3Service {
  @Bucket({ order: 10 })
  bucket!: string;

  @Prefix({ order: 30 })
  prefix?: string;
}
