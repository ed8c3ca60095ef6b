import type { ModuleRef } from '@nestjs/core';
import type { Outcome, Scope } from '#platform/scope';

export const IDEMPOTENCY_METADATA = 'patchbay:idempotency';

type Ids = NonNullable<Outcome['ids']>;

/** What is kept of an answer that carries a secret, and how a repetition is answered without it. */
export interface SecretAnswer<Result = unknown, Kept extends Ids = Ids> {
  /** What the answer was about. Runs in the transaction of `TenantDatabase.effect`, on its result. */
  ids(result: Result): Kept;
  /** Authorises anew and answers without the secret; throws what a repetition must hear instead. */
  replay(services: Pick<ModuleRef, 'get'>, scope: Scope, ids: Kept): Promise<unknown>;
}

/** What a POST does with an `Idempotency-Key`. */
export type RouteIdempotency =
  | { readonly kind: 'effect'; readonly orAnswer: boolean }
  | { readonly kind: 'answer' }
  | { readonly kind: 'secret'; readonly answer: SecretAnswer }
  | { readonly kind: 'none'; readonly reason: string };
