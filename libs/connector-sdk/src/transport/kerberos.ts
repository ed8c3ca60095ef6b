import { Text } from '../fields/text-fields.js';
import { canonicalAuthority, HOST_AND_PORT } from '../formats/host.js';
import { REALM, SERVICE_NAME } from '../formats/names.js';

/** The port of a key distribution centre (RFC 4120 section 7.2.1). */
const KDC_PORT = 88;
const KDC = { ...HOST_AND_PORT, canonical: (kdc: string) => canonicalAuthority(kdc, KDC_PORT) };

/** Which Kerberos service the source is, and who issues tickets for it. */
export class Kerberos {
  @Text({ label: 'Service name', format: SERVICE_NAME, example: 'hive' })
  service_name?: string;

  @Text({ label: 'KDC', format: KDC, destination: true, placeholder: 'kdc.example.com' })
  kdc?: string;

  @Text({ label: 'Realm', format: REALM, placeholder: 'EXAMPLE.COM' })
  realm?: string;
}
