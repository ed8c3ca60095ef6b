export { awsClientOptions } from './aws-client.js';
export { awsError, awsErrorName } from './aws-errors.js';
export { type AwsPlace, awsPlace } from './aws-place.js';
export { openS3Bucket, type S3Bucket } from './s3-bucket.js';
export type { AwsClientOptions } from './client-options.js';
