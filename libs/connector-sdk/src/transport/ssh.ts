import { AtLeastOne } from '../fields/object-rules.js';
import { Nested } from '../fields/nested.js';
import { Host, Secret, Text } from '../fields/text-fields.js';
import { Port } from '../fields/value-fields.js';
import { HOST_KEY } from '../formats/host-key.js';
import { SSH_PORT } from './ssh-port.js';

/** One SSH server on the way. */
@AtLeastOne('password', 'private_key')
export class SshHop {
  @Host({ label: 'SSH host', required: true, destination: true, placeholder: 'bastion.example.com' })
  host!: string;

  @Port({ label: 'SSH port', default: SSH_PORT, destination: true })
  port?: number | string;

  @Text({ label: 'SSH user', required: true, max: 255 })
  username!: string;

  @Secret({ label: 'SSH password', characters: 'any' })
  password?: string;

  @Secret({ label: 'SSH private key', characters: 'lines', help: 'OpenSSH or PEM text, not a file name' })
  private_key?: string;

  @Secret({ label: 'Passphrase of the private key', characters: 'any' })
  private_key_passphrase?: string;

  @Text({
    label: 'Host key',
    format: HOST_KEY,
    destination: true,
    help: 'Pins the server: its SHA-256 fingerprint or its public key line',
  })
  host_key?: string;
}

/** The SSH server next to the source, reached through another one where there is a jump. */
export class Ssh extends SshHop {
  @Nested(SshHop, { label: 'Jump host', order: 1000, help: 'The server to go through first' })
  jump?: SshHop;
}
