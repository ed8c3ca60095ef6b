import { type FieldError, invalid } from '#platform/errors';
import { type ConnectionRequest, SECRET_FIELDS, type SecretField } from '../wire.js';

/**
 * What a request does with each secret: text sets it, null removes it, undefined keeps what is stored, because the
 * client sent back the token that stands for it.
 */
export type SecretChanges = Readonly<Record<SecretField, string | null | undefined>>;

/** Tells tokens from secrets. */
export interface TokenJudge {
  isToken(text: string): boolean;
  /** True for the token of this very field of the connection that is changed. */
  isOwn(field: SecretField, text: string): boolean;
}

/**
 * Tells secrets that are sent from tokens that are sent back.
 *
 * @throws DomainError `invalid` that names each field with a token of another tenant, connection or field: nobody
 *   means the token's own text
 */
export function readEchoes({ secrets }: ConnectionRequest, judge: TokenJudge): SecretChanges {
  const errors: FieldError[] = [];
  const changes = SECRET_FIELDS.map((field) => {
    const text = secrets[field];
    if (text === null || !judge.isToken(text)) return [field, text];
    if (judge.isOwn(field, text)) return [field, undefined];
    const message = `${field} holds the token of something else; send the value itself.`;
    errors.push({ path: field, rule: 'foreign_token', message });
    return [field, null];
  });
  if (errors.length > 0) throw invalid(errors);
  return Object.fromEntries(changes) as SecretChanges;
}
