/** What a repetition of a request is answered. */
export interface Outcome {
  readonly status: number;
  /** Headers that the route set itself, such as `location`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer as JSON; null where it carried a secret, and `ids` say what it was about. */
  readonly body: string | null;
  readonly ids: Readonly<Record<string, number | string>> | null;
}

/**
 * A request that came with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): what it does and
 * what it is answered are stored in one transaction, by `TenantDatabase.effect`.
 */
export interface IdempotentRequest {
  /** Whose key it is: `<kind>/<id>` of the principal. */
  readonly principal: string;
  readonly key: string;
  /** Tells the same request from another one under the same key; keyed, for bodies hold secrets. */
  readonly fingerprint: string;
  /** Until when, in ms since 1970, it may wait for another request of this key. */
  readonly waitUntil: number;
  /** What is stored when the work's result is this. */
  outcomeOf(result: unknown): Outcome;
  /** Told when the outcome is part of the transaction, which may still fail. */
  settled(outcome: Outcome): void;
}
