import { type Destination, permitsDestination } from '#connector-sdk';
import { DomainError, type FieldError, invalid } from '#platform/errors';

/** A stored secret that a request would use, with the destinations that it was stored for. */
export interface StoredSecret {
  /** As in bodies: `credential`, `transport.ssh.password`. */
  readonly path: string;
  readonly destinations: readonly string[];
}

/**
 * The rule against stolen secrets: one that is stored travels only where it was meant to. Whoever changes
 * the destination must bring every secret that would go there.
 *
 * @throws DomainError `invalid`/`secret_reentry_required` that names each secret to bring
 */
export function requireSameDestinations(
  stored: readonly StoredSecret[],
  next: ReadonlyMap<string, Destination>,
): void {
  const errors = stored.flatMap((secret): FieldError[] => {
    const destination = next.get(secret.path);
    // What a secret belonged to may be gone with it: then it travels nowhere.
    if (!destination || secret.destinations.some((known) => permitsDestination(known, destination)))
      return [];
    const message = `${secret.path} must be sent again: its destination changed.`;
    return [{ path: secret.path, rule: 'secret_reentry_required', message }];
  });
  if (errors.length === 0) return;
  throw new DomainError(
    'invalid',
    'secret_reentry_required',
    'The destination changed: send every secret that would go there again.',
    { errors },
  );
}

/** The refusal to go on without secrets that are not stored any more: `invalid`/`secret_reentry_required`. */
export function secretsGone(paths: readonly string[]): DomainError {
  const errors = paths.map((path): FieldError => {
    const message = `${path} must be sent again: what was stored is gone.`;
    return { path, rule: 'secret_reentry_required', message };
  });
  return invalid(errors, 'secret_reentry_required');
}
