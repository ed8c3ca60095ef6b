/** What is wrong with a connection URI. */
export type UriRule =
  | 'length'
  | 'characters'
  | 'scheme'
  | 'ambiguous'
  | 'fragment'
  | 'encoding'
  | 'user'
  | 'password'
  | 'host'
  | 'port'
  | 'path'
  | 'option'
  | 'field'
  | 'inexpressible';

/**
 * Why a URI is no connection. Its message names the part at fault and never what stands there: the whole
 * URI counts as a secret.
 */
export class UriError extends Error {
  override readonly name = 'UriError';

  /**
   * @param part - the part at fault: `user`, `host`, an option's name, or the field it would become
   */
  constructor(
    readonly rule: UriRule,
    readonly part: string,
    message: string,
  ) {
    super(message);
  }
}
