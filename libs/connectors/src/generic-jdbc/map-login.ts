import { ProbeError, type ProbeTarget, textOf } from '#connector-sdk/opening';

/**
 * User and password of a GENERIC_MAP credential; its other members are for whoever uses the connection.
 *
 * @throws ProbeError `target_incomplete`
 */
export function mapLogin({ credential }: ProbeTarget): { readonly user: string; readonly password: string } {
  const user = textOf(credential?.payload, 'username') ?? textOf(credential?.payload, 'user');
  const password = textOf(credential?.payload, 'password');
  if (user !== undefined && password !== undefined) return { user, password };
  throw new ProbeError('target_incomplete', {
    step: 'authenticate',
    facts: {
      missing: [
        ...(user === undefined ? ['credential.payload.username'] : []),
        ...(password === undefined ? ['credential.payload.password'] : []),
      ],
    },
  });
}
