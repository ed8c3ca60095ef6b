import { Nested } from '../fields/nested.js';
import type { JsonObject } from '../json/json.js';
import type { SplitSecrets } from '../secrets/split-secrets.js';
import { splitSection } from '../secrets/split-section.js';
import { Kerberos } from './kerberos.js';
import { Ssh } from './ssh.js';
import { Tls } from './tls.js';

/** The way to the source; its property names are the names of the transports. */
export class Transport {
  @Nested(Ssh, { label: 'SSH tunnel' })
  ssh?: Ssh;

  @Nested(Tls, { label: 'TLS' })
  tls?: Tls;

  @Nested(Kerberos, { label: 'Kerberos' })
  kerberos?: Kerberos;
}

/** Takes the secrets out of a transport that was found valid. */
export function splitTransport(transport: JsonObject): SplitSecrets {
  return splitSection(Transport, transport, 'transport');
}
