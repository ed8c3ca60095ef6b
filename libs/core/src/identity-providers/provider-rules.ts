import type { FieldError } from '#platform/errors';

export const PROVIDER_ALGORITHMS = ['RS256', 'ES256'] as const;
export type ProviderAlgorithm = (typeof PROVIDER_ALGORITHMS)[number];

/** The names that the issuer uses for our claims. The tenant is not among them: it is not for the issuer to say. */
export const PROVIDER_CLAIMS = ['sub', 'email', 'role', 'projects'] as const;
export type ProviderClaims = Readonly<Record<(typeof PROVIDER_CLAIMS)[number], string>>;

export const DEFAULT_PROVIDER_CLAIMS: ProviderClaims = {
  sub: 'sub',
  email: 'email',
  role: 'role',
  projects: 'projects',
};

const MAX_CHARACTERS = 500;
const CONTROL = /\p{Cc}/u;

/** An issuer or an audience: compared character by character, so it is stored as it is sent. */
export function checkIdentifier(path: string, value: string): FieldError[] {
  const fits = value !== '' && value.length <= MAX_CHARACTERS && value === value.trim();
  if (fits && value.isWellFormed() && !CONTROL.test(value)) return [];
  const message = `${path} must have 1 to ${MAX_CHARACTERS} characters, without control characters and outer white space.`;
  return [{ path, rule: 'text', message }];
}

/** A list without a rule is no list: what a token says of its algorithm is never believed. */
export function checkAlgorithms(path: string, value: readonly string[]): FieldError[] {
  const known: readonly string[] = PROVIDER_ALGORITHMS;
  const fits = value.every((name) => known.includes(name)) && new Set(value).size === value.length;
  if (fits && value.length > 0) return [];
  const message = `${path} must list one or both of ${known.join(', ')}, each once.`;
  return [{ path, rule: 'one_of', message }];
}

export function checkClaims(path: string, value: Readonly<Record<string, unknown>>): FieldError[] {
  return Object.entries(value).flatMap(([name, claim]): FieldError[] => {
    const at = `${path}.${name}`;
    if (!(PROVIDER_CLAIMS as readonly string[]).includes(name))
      return [{ path: at, rule: 'unknown', message: 'There is no such member.' }];
    if (typeof claim !== 'string') return [{ path: at, rule: 'string', message: `${at} must be a text.` }];
    return checkIdentifier(at, claim);
  });
}

/**
 * The address of an issuer's keys: https, for whoever could change the answer could sign tokens.
 *
 * @param loopbackOpen - for development: http on this machine will do
 */
export function checkJwksUri(path: string, value: string, loopbackOpen: boolean): FieldError[] {
  const url = value.length <= MAX_CHARACTERS && URL.canParse(value) ? new URL(value) : null;
  const plain = url !== null && url.username === '' && url.password === '' && url.hash === '';
  const onLoopback = loopbackOpen && url?.protocol === 'http:' && isLoopback(url.hostname);
  if (plain && (url.protocol === 'https:' || onLoopback)) return [];
  const message = `${path} must be an https:// URL of at most ${MAX_CHARACTERS} characters, without user and fragment.`;
  return [{ path, rule: 'url', message }];
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
