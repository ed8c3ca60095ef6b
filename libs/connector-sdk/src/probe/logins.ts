import type { ProbeTarget } from './probe.js';
import { ProbeError } from './probe-error.js';

/** The user and password of a SIMPLE credential. @throws ProbeError `credential_invalid` for another type */
export function simpleLogin(target: ProbeTarget): { readonly username: string; readonly password: string } {
  const { credential } = target;
  const { username, password } = credential?.payload ?? {};
  if (typeof username !== 'string' || typeof password !== 'string')
    throw new ProbeError('credential_invalid');
  return { username, password };
}
