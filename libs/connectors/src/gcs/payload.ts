import { Bucket, Prefix } from '#connector-sdk';

/** A bucket of Google Cloud Storage; it is always reached at Google's own hosts. */
export class GcsPayload {
  @Bucket()
  bucket!: string;

  @Prefix()
  prefix?: string;
}
