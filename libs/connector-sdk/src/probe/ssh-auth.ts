import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, ParsedKey } from 'ssh2';

import { ProbeError } from './probe-error.js';
import type { SshHopTarget } from './ssh-hop.js';

type ParseKey = (key: string, passphrase?: string) => ParsedKey | ParsedKey[] | Error;

/**
 * Offers what the hop has: the key, then the password, then the password to whatever is asked. A server that
 * wants two of them says so after the first; then those that are left are offered again.
 *
 * @throws ProbeError `ssh_key_invalid`
 */
export function sshAuthentication(hop: SshHopTarget, parseKey: ParseKey): AuthHandlerMiddleware {
  const methods = methodsOf(hop, parseKey);
  let waiting = [...methods];
  let offered: AnyAuthMethod | undefined;
  return (left: AuthenticationType[] | null, partial: boolean | null, next) => {
    if (partial) waiting = methods.filter((method) => method !== offered);
    offered = waiting.find((method) => left === null || left.includes(method.type));
    waiting = waiting.filter((method) => method !== offered);
    // ssh2 takes false for "nothing left"; its types do not know that.
    next((offered ?? false) as AnyAuthMethod);
  };
}

function methodsOf(hop: SshHopTarget, parseKey: ParseKey): AnyAuthMethod[] {
  const { username, password } = hop;
  const methods: AnyAuthMethod[] = [];
  if (hop.privateKey !== undefined) {
    methods.push({ type: 'publickey', username, key: readKey(hop, hop.privateKey, parseKey) });
  }
  if (password !== undefined) {
    methods.push(
      { type: 'password', username, password },
      {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
      },
    );
  }
  return methods;
}

function readKey(hop: SshHopTarget, text: string, parseKey: ParseKey): ParsedKey {
  const parsed = parseKey(text, hop.passphrase);
  if (parsed instanceof Error) {
    const encrypted = /passphrase/i.test(parsed.message);
    throw new ProbeError('ssh_key_invalid', {
      facts: { hop: hop.name },
      ...(encrypted ? { hint: 'The private key is encrypted, and its passphrase is missing or wrong.' } : {}),
    });
  }
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key?.isPrivateKey()) {
    throw new ProbeError('ssh_key_invalid', { facts: { hop: hop.name } });
  }
  return key;
}
