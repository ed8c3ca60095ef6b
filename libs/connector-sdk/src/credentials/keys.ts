import { Either } from '../fields/object-rules.js';
import { Secret, Text } from '../fields/text-fields.js';
import { defineCredentialType } from './define-credential-type.js';

/** A user with a private key. */
export class KeyPair {
  @Text({ label: 'User name', required: true, open: true })
  username!: string;

  @Secret({
    label: 'Private key',
    required: true,
    characters: 'lines',
    help: 'PEM text (PKCS#1 or PKCS#8), or its base64 on one line',
  })
  private_key!: string;

  @Secret({ label: 'Passphrase of the private key', characters: 'any' })
  private_key_passphrase?: string;
}

@Either({ required: ['keytab'] }, { required: ['password'] })
class KerberosPrincipal {
  @Text({ label: 'Principal', required: true, open: true, placeholder: 'reader@EXAMPLE.COM' })
  principal!: string;

  @Secret({ label: 'Keytab', characters: 'lines', help: 'The keytab file as base64' })
  keytab?: string;

  @Secret({ label: 'Password', characters: 'any' })
  password?: string;
}

/** A user with a private key. */
export const KEY_PAIR = defineCredentialType({
  type: 'KEY_PAIR',
  title: 'Key pair',
  payload: KeyPair,
  example: {
    username: 'READER',
    private_key: '-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n',
  },
});

/** A Kerberos principal with its keytab or its password. */
export const KERBEROS = defineCredentialType({
  type: 'KERBEROS',
  title: 'Kerberos principal',
  payload: KerberosPrincipal,
  example: { principal: 'reader@EXAMPLE.COM', keytab: 'BQIAAAA=' },
});
