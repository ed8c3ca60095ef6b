import type { CheckCode, StepFacts } from '#connector-sdk';

/** What a hint may use besides the facts of the step. */
export interface HintSubject {
  readonly title: string;
  /** The port that sources of this type usually use. */
  readonly usualPort: number | undefined;
  /** True when the way leads through SSH. */
  readonly tunnelled: boolean;
  readonly facts: StepFacts;
}

interface Words {
  readonly message: string;
  readonly hint: string | ((subject: HintSubject) => string);
}

/** What each code means, and what to do about it: for the person who filled in the form. */
export const CHECK_WORDS: Readonly<Record<CheckCode, Words>> = {
  target_incomplete: {
    message: 'The connection lacks something that a login needs.',
    hint: ({ facts }) =>
      facts.missing?.length
        ? `Add ${facts.missing.join(' and ')}.`
        : 'Fill in the fields that say where the source is.',
  },
  dns_not_found: {
    message: 'The host name is not known.',
    hint: 'Check the spelling of the host. A name that only your own network knows needs an SSH tunnel, or its address.',
  },
  dns_failed: {
    message: 'The host name could not be looked up.',
    hint: 'The name service did not answer. Try again; if it stays so, ask who runs this service.',
  },
  egress_denied: {
    message: 'This address may not be reached from here.',
    hint: 'Private, local and reserved addresses are closed. Ask the operator to open it (PATCHBAY_EGRESS_ALLOW), or go through an SSH tunnel.',
  },
  redirect_outside_target: {
    message: 'The source pointed to a place that the connection does not declare.',
    hint: 'Give the address that the source itself uses, not one that forwards to it.',
  },
  connect_refused: {
    message: 'The connection was refused.',
    hint: ({ facts, usualPort, title }) => {
      if (facts.port === undefined) return 'The host answered, but nothing listens there. Check the port.';
      const usual =
        usualPort === undefined || usualPort === facts.port
          ? 'check the port, and that the server is running and listens on this address.'
          : `${title} usually uses ${usualPort}.`;
      return `The host answered but nothing listens on port ${facts.port}; ${usual}`;
    },
  },
  connect_timeout: {
    message: 'The host did not answer in time.',
    hint: ({ facts }) =>
      `Nothing came back${facts.port === undefined ? '' : ` on port ${facts.port}`}: a firewall or security group probably drops what comes from this service. Open it there, or go through an SSH tunnel.`,
  },
  host_unreachable: {
    message: 'There is no route to the host.',
    hint: 'Check the address, and whether the network that it is in can be reached from here.',
  },
  connection_closed: {
    message: 'The other side closed the connection.',
    hint: ({ facts, usualPort, title }) =>
      `Something answered and hung up: check that the port is ${title}’s${usualPort === undefined || facts.port === usualPort ? '' : ` (usually ${usualPort})`}, and whether the server takes connections from this address.`,
  },
  ssh_host_key_unknown: {
    message: 'Nobody has approved the key of this SSH server yet.',
    hint: ({ facts }) =>
      `The server shows ${facts.fingerprint ?? 'a key'}. Compare it with what the server’s administrator says (ssh-keygen -lf), then send it as ${hostKeyField(facts)} or add it to ssh-known-hosts.`,
  },
  ssh_host_key_changed: {
    message: 'The SSH server does not show the key that it should.',
    hint: ({ facts }) =>
      `It shows ${facts.fingerprint ?? 'another key'}. If the server was set up anew, replace ${hostKeyField(facts)} or its entry in ssh-known-hosts; if not, somebody may be in between.`,
  },
  ssh_auth_failed: {
    message: 'The SSH server refused the login.',
    hint: ({ facts }) =>
      `Check the user name, and the password or key of ${hopName(facts)}; the key’s public part must be in the user’s authorized_keys.`,
  },
  ssh_key_invalid: {
    message: 'The SSH private key cannot be read.',
    hint: 'Send the whole text of the key file (OpenSSH or PEM), not its name and not the .pub file.',
  },
  ssh_target_unreachable: {
    message: 'The SSH server could not reach the source.',
    hint: ({ facts }) =>
      `The tunnel stands, but from there nothing answered${facts.port === undefined ? '' : ` on port ${facts.port}`}. The host and port must be as the SSH server sees them.`,
  },
  ssh_forwarding_denied: {
    message: 'The SSH server does not forward connections.',
    hint: 'Allow it there: AllowTcpForwarding (and PermitOpen, where it is set) in sshd_config.',
  },
  ssh_failed: {
    message: 'The SSH connection could not be made.',
    hint: 'Check that the port belongs to an SSH server, and that it is no older than the key exchanges in use today.',
  },
  tls_untrusted: {
    message: 'The certificate is not signed by an authority that is trusted here.',
    hint: 'If the source has an authority of its own, send its certificate as transport.tls.ca.',
  },
  tls_name_mismatch: {
    message: 'The certificate is made out to another name.',
    hint: 'Give the host as the certificate names it, or that name as transport.tls.server_name.',
  },
  tls_expired: {
    message: 'The certificate has expired.',
    hint: 'The source needs a new certificate; whoever runs it must renew it.',
  },
  tls_not_yet_valid: {
    message: 'The certificate is not valid yet.',
    hint: 'Check the clock of the source, and the dates of its certificate.',
  },
  tls_not_supported: {
    message: 'The server does not speak TLS.',
    hint: 'Switch TLS on at the source. To go without, set transport.tls.mode to prefer or disable, if your tenant allows it.',
  },
  tls_handshake_failed: {
    message: 'The TLS handshake failed.',
    hint: 'Both sides must share a protocol version (TLS 1.2 or later) and a cipher; check that the port is the one for TLS.',
  },
  tls_authority_invalid: {
    message: 'The authority of the transport cannot be read.',
    hint: 'transport.tls.ca must be the whole text of its certificate, or of several, in PEM.',
  },
  tls_client_certificate_invalid: {
    message: 'The certificate or the key of the transport cannot be used.',
    hint: 'transport.tls.cert and key must be PEM text, and the key must belong to the certificate.',
  },
  tls_client_certificate_required: {
    message: 'The server asks for a client certificate.',
    hint: 'Send one as transport.tls.cert, with its key.',
  },
  tls_client_certificate_refused: {
    message: 'The server refused the client certificate.',
    hint: 'It must be signed by an authority that the server trusts, be in date, and name the user.',
  },
  tls_not_verified: {
    message: 'The connection is encrypted, but nobody checked with whom.',
    hint: 'Set transport.tls.mode to verify-full, with the authority’s certificate as transport.tls.ca if it is your own.',
  },
  tls_not_used: {
    message: 'The connection is not encrypted.',
    hint: 'What is sent, the password too, can be read on the way. Switch TLS on at the source and set transport.tls.mode to verify-full.',
  },
  tls_required: {
    message: 'The server takes encrypted connections alone.',
    hint: 'Set transport.tls.mode to verify-full (or require).',
  },
  auth_failed: {
    message: 'The login was refused.',
    hint: 'Check the user name and the password or key, and whether this user may log in from this address.',
  },
  auth_method_not_supported: {
    message: 'The server asks for a kind of login that this credential is not made for.',
    hint: 'Use a credential of another type, or let the server take this one for the user.',
  },
  auth_expired: {
    message: 'The password, key or token has expired.',
    hint: 'Make a new one at the source and send it.',
  },
  account_locked: {
    message: 'The user is locked or disabled.',
    hint: 'Whoever administers the source must unlock it.',
  },
  credential_invalid: {
    message: 'The credential cannot be used.',
    hint: 'Check that the key or token is complete and of the form that the source gave out.',
  },
  kerberos_failed: {
    message: 'No Kerberos ticket was to be had.',
    hint: 'Check the principal, the keytab’s key version, the realm and the KDC, and that the clocks agree.',
  },
  database_not_found: {
    message: 'The login worked, but there is no such database.',
    hint: 'Check the spelling of the database; in most systems case counts.',
  },
  schema_not_found: {
    message: 'There is no such schema.',
    hint: 'Check the spelling of the schema, and whether the user may see it.',
  },
  bucket_not_found: {
    message: 'There is no such bucket or container.',
    hint: 'Check its name, and the account or region that it is in.',
  },
  warehouse_not_found: {
    message: 'There is no such warehouse, or the user may not use it.',
    hint: 'Check the name of the warehouse, and grant the role its use.',
  },
  file_not_found: {
    message: 'There is no such file in the upload area.',
    hint: 'Upload the file first; its name must be as it was uploaded.',
  },
  file_invalid: {
    message: 'The file is not of this kind.',
    hint: 'Check that it is complete and not encrypted, and that it was made by a version that can be read.',
  },
  wrong_region: {
    message: 'The source is in another region.',
    hint: 'Set the region to the one that the source is in.',
  },
  service_not_found: {
    message: 'The listener does not know this service.',
    hint: 'Check the service name or SID, or the HTTP path.',
  },
  permission_denied: {
    message: 'The login worked, but the user lacks a permission.',
    hint: 'Grant the user access to the database, and reading of what is to be listed.',
  },
  too_many_connections: {
    message: 'The source takes no more connections now.',
    hint: 'Close idle ones or raise its limit, then try again.',
  },
  server_unavailable: {
    message: 'The source is starting, stopping or out of resources.',
    hint: 'Try again in a while.',
  },
  server_error: {
    message: 'The source reported an error of its own.',
    hint: 'Look into its log.',
  },
  rate_limited: {
    message: 'The source asks for fewer requests.',
    hint: 'Try again in a while.',
  },
  statement_refused: {
    message: 'The source did not take the statement that lists its tables.',
    hint: 'Check that it is what the connection’s type says, and no older than what the documentation names.',
  },
  nothing_visible: {
    message: 'The login works, but sees nothing.',
    hint: 'Grant the user reading of what is to be used, or check the database that the connection names.',
  },
  timeout: {
    message: 'The time was up before the source answered.',
    hint: ({ usualPort, facts }) =>
      usualPort !== undefined && facts.port !== undefined && facts.port !== usualPort
        ? `Something took the connection and said nothing; check the port (usually ${usualPort}).`
        : 'The source may be busy or asleep: try again with a longer deadline_ms (up to 60000).',
  },
  protocol_error: {
    message: 'What answered does not speak this protocol.',
    hint: ({ title, usualPort }) =>
      `Check the port: something else listens there.${usualPort === undefined ? '' : ` ${title} usually uses ${usualPort}.`}`,
  },
  unsupported_transport: {
    message: 'This type of source cannot be reached by this transport.',
    hint: 'Take the transport out, or reach the source in another way.',
  },
  unsupported_server: {
    message: 'The server lacks something that is needed.',
    hint: 'Its version may be too old; see the README of the connector.',
  },
  driver_not_installed: {
    message: 'The driver for this type of source is not installed here.',
    hint: ({ facts }) =>
      `Whoever runs this service must install ${facts.driver ?? 'it'}; the README says how.`,
  },
  out_of_memory: {
    message: 'The check needed more memory than it may use.',
    hint: 'The source sent too much at once. Narrow the connection down, to one database or prefix.',
  },
  cancelled: { message: 'The check was stopped before it ended.', hint: 'Run it again.' },
  driver_error: {
    message: 'The driver failed in a way that is not known.',
    hint: 'Check every field once more; if it stays so, report it with the step and the type of the source.',
  },
};

function hopName({ hop }: StepFacts): string {
  return hop === 'jump' ? 'transport.ssh.jump' : 'transport.ssh';
}

function hostKeyField(facts: StepFacts): string {
  return `${hopName(facts)}.host_key`;
}
