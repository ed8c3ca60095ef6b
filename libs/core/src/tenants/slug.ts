const SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** True for a text that can name a tenant. What comes in a path may be anything, also what no text column takes. */
export function isSlug(value: unknown): value is string {
  return typeof value === 'string' && SLUG.test(value);
}
