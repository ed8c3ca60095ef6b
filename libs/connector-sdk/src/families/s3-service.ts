import { Flag } from '../fields/value-fields.js';
import { Endpoint, Region } from './object-store.js';

/** Where a service that speaks the protocol of Amazon S3 is. */
export class S3Service {
  @Region({ default: 'us-east-1', order: 20 })
  region?: string;

  @Endpoint({ help: 'For services other than Amazon; without it the region decides', order: 40 })
  endpoint?: string;

  @Flag({
    label: 'Path style',
    default: false,
    help: 'The bucket is part of the path, not of the host name',
    order: 50,
  })
  path_style?: boolean;
}
