import { Together } from '../fields/object-rules.js';
import { Choice, Host, Secret, Text } from '../fields/text-fields.js';
import { CERTIFICATE } from '../formats/pem.js';
import { TLS_MODES, type TlsMode } from './tls-modes.js';

/** How the connection to the source is encrypted. */
@Together('cert', 'key')
export class Tls {
  @Choice({ label: 'TLS mode', options: TLS_MODES, help: 'Which proof of the server is asked for' })
  mode?: TlsMode;

  @Text({
    label: 'CA certificates',
    format: CERTIFICATE,
    multiline: true,
    destination: true,
    help: 'PEM text of the authorities to trust instead of the public ones',
  })
  ca?: string;

  @Text({ label: 'Client certificate', format: CERTIFICATE, multiline: true })
  cert?: string;

  @Secret({ label: 'Key of the client certificate', characters: 'lines' })
  key?: string;

  @Host({ label: 'Server name', destination: true, help: 'The name that the certificate must bear' })
  server_name?: string;
}
