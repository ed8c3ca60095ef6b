import '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#platform/errors';

type Check = ReturnType<FastifyInstance['createRateLimit']>;

/** Counts each principal's requests; the adapter's instance is known only once the application is set up. */
@Injectable()
export class RequestLimiter {
  private check: Check | null = null;

  /** @param perMinute - requests that one principal may make; 0 turns the limit off */
  use(instance: FastifyInstance, perMinute: number): void {
    if (perMinute === 0) return;
    this.check = instance.createRateLimit({
      max: perMinute,
      timeWindow: 60_000,
      keyGenerator: (request) => keyOf(request),
    });
  }

  /** @throws DomainError `too_many` with the seconds to wait */
  async take(request: FastifyRequest): Promise<void> {
    if (!this.check) return;
    const count = await this.check(request);
    if (!count.isAllowed && count.isExceeded) {
      throw new DomainError('too_many', 'rate_limited', 'Too many requests in this minute.', {
        retryAfter: count.ttlInSeconds,
      });
    }
  }
}

/** Who is not known yet is counted by address: guessing keys is limited too. */
function keyOf({ caller, ip }: FastifyRequest): string {
  if (!caller) return `address/${ip}`;
  return `${caller.scope?.tenantId ?? 'platform'}/${caller.principal.kind}/${caller.principal.id}`;
}
