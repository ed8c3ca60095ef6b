import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, from, lastValueFrom } from 'rxjs';
import type { Caller } from '#core';
import { AlreadyDone, type StoredOutcome } from '#platform/database';
import { invalidField } from '#platform/errors';
import type { IdempotentRequest, Outcome } from '#platform/scope';
import { parseIdempotencyKey } from './idempotency-key.js';
import { IdempotencyStore } from './idempotency-store.js';
import { IDEMPOTENCY_METADATA, type RouteIdempotency } from './route-idempotency.js';

/** How long a request waits for another one of the same key. */
const WAIT_MS = 5_000;
/** What a route sets of an answer's headers, and a repetition gets too. */
const KEPT_HEADERS = ['location'];

/** One request with a key, and what is known of how it goes. */
class Attempt implements IdempotentRequest {
  readonly waitUntil = Date.now() + WAIT_MS;
  readonly principal: string;
  stored: Outcome | null = null;

  constructor(
    readonly route: RouteIdempotency,
    readonly caller: Caller,
    private readonly reply: FastifyReply,
    readonly key: string,
    readonly fingerprint: string,
  ) {
    this.principal = `${caller.principal.kind}/${caller.principal.id}`;
  }

  outcomeOf(result: unknown): Outcome {
    const { status, headers } = this.head();
    return this.route.kind === 'secret'
      ? { status, headers, body: null, ids: this.route.answer.ids(result) }
      : { status, headers, body: JSON.stringify(result ?? null), ids: null };
  }

  settled(outcome: Outcome): void {
    this.stored = outcome;
  }

  private head(): Pick<Outcome, 'status' | 'headers'> {
    const headers = KEPT_HEADERS.flatMap((name) => {
      const value = this.reply.getHeader(name);
      return typeof value === 'string' ? [[name, value]] : [];
    });
    return { status: this.reply.statusCode, headers: Object.fromEntries(headers) as Outcome['headers'] };
  }
}

/** A POST with an `Idempotency-Key` happens once; each repetition is answered what the first was. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly services: ModuleRef,
    private readonly store: IdempotencyStore,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.headers['idempotency-key'] === undefined) return next.handle();
    const route = this.reflector.get<RouteIdempotency>(IDEMPOTENCY_METADATA, context.getHandler());
    const handle = () => lastValueFrom(next.handle());
    return from(this.once(route, request, http.getResponse<FastifyReply>(), handle));
  }

  private async once(
    route: RouteIdempotency,
    request: FastifyRequest,
    reply: FastifyReply,
    handle: () => Promise<unknown>,
  ): Promise<unknown> {
    const caller = request.caller!;
    const key = parseIdempotencyKey(request.headers['idempotency-key']!);
    const fingerprint = await this.store.fingerprint(caller, request);
    const attempt = new Attempt(route, caller, reply, key, fingerprint);
    const leave = await this.store.enter(caller, attempt);
    try {
      const known = await this.store.find(caller, attempt);
      if (known) return await this.repeat(attempt, reply, known);
      request.idempotency = attempt;
      const answer = await handle();
      await this.complete(attempt, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof AlreadyDone)) throw error;
      return await this.repeat(attempt, reply, error.stored);
    } finally {
      leave();
    }
  }

  /** Stores what was not stored with the effect. A stream is answered once, and is not kept. */
  private async complete(attempt: Attempt, answer: unknown): Promise<void> {
    if (answer instanceof StreamableFile) return;
    const { stored, route, caller } = attempt;
    if (route.kind === 'answer' || (route.kind === 'effect' && route.orAnswer && !stored)) {
      return this.store.save(caller, attempt, attempt.outcomeOf(answer));
    }
    if (!stored) throw new TypeError('The service of this route does not use TenantDatabase.effect.');
    if (route.kind === 'secret') return;
    const outcome = attempt.outcomeOf(answer);
    if (outcome.body !== stored.body) await this.store.amend(caller, attempt, outcome);
  }

  private async repeat(attempt: Attempt, reply: FastifyReply, stored: StoredOutcome): Promise<unknown> {
    if (stored.fingerprint !== attempt.fingerprint) {
      const message = 'This Idempotency-Key was used for another request.';
      throw invalidField('Idempotency-Key', 'reused', message, 'idempotency_key_reused');
    }
    const { route, caller } = attempt;
    const answer =
      route.kind === 'secret'
        ? await route.answer.replay(this.services, caller.scope!, stored.ids!)
        : (JSON.parse(stored.body!) as unknown);
    void reply.status(stored.status).headers({ ...stored.headers, 'idempotency-replayed': 'true' });
    return answer;
  }
}
