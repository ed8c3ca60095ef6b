import { isIP } from 'node:net';
import { Expected } from '../config-error.js';

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/i;

/** An address or a name to listen on, without scheme and port. */
export function host(text: string): string {
  if (isIP(text) !== 0 || HOST_NAME.test(text)) return text;
  throw new Expected('an IP address or a host name, without scheme and port');
}
