import { SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import type { Outcome } from '#platform/scope';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IDEMPOTENCY_METADATA, type RouteIdempotency, type SecretAnswer } from './route-idempotency.js';

const declare = (idempotency: RouteIdempotency) =>
  SetMetadata<string, RouteIdempotency>(IDEMPOTENCY_METADATA, idempotency);

const repeatable = (idempotency: RouteIdempotency) =>
  applyDecorators(declare(idempotency), UseInterceptors(IdempotencyInterceptor));

/**
 * Declares a POST whose service does its work in `TenantDatabase.effect`: with an `Idempotency-Key`, what that
 * returns is stored with the work itself, and answered to every repetition. It must hold no secret.
 *
 * @param orAnswer - true where some requests change nothing, as one that only asks what would happen: the answer is
 *   then stored once it is known
 */
export const Idempotent = ({ orAnswer = false } = {}) => repeatable({ kind: 'effect', orAnswer });

/**
 * Declares a POST that writes nothing but its own history, such as a check: its answer is stored once it is
 * known. Two that begin at the same time on two instances may both do the work; both answer what was first stored.
 */
export const IdempotentAnswer = () => repeatable({ kind: 'answer' });

/**
 * Declares a POST whose answer carries a secret: `ids` of the result of `TenantDatabase.effect` are stored, and
 * the secret is never shown twice.
 */
export const IdempotentSecret = <Result, Kept extends NonNullable<Outcome['ids']>>(
  answer: SecretAnswer<Result, Kept>,
) => repeatable({ kind: 'secret', answer: answer as unknown as SecretAnswer });

/** Declares a POST that takes no `Idempotency-Key`, and why. */
export const NotIdempotent = (reason: string) => declare({ kind: 'none', reason });
