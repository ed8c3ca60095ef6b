import { Expected } from '../config-error.js';

/** The id of an access key (IAM API reference, `AccessKey`: 16 to 128 word characters). */
export function accessKeyId(text: string): string {
  if (/^\w{16,128}$/.test(text)) return text;
  throw new Expected('an access key id, 16 to 128 letters and digits');
}
