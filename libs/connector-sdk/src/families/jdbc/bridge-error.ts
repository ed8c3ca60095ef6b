/** An error of a JDBC driver, as its codes alone. */
export class BridgeError extends Error {
  constructor(
    readonly sqlState: string,
    readonly number: number,
    /** Simple names of the exceptions, the outermost first. */
    readonly classes: readonly string[],
    /** Why the server's certificate was not trusted: untrusted, expired, early, name; or empty. */
    readonly verdict: string,
    /** True when the server has shown a certificate. */
    readonly encrypted: boolean,
    /** True when the driver tried to reach another place than its server. */
    readonly strayed: boolean,
  ) {
    super('A JDBC driver failed.');
    this.name = 'BridgeError';
  }

  /** Reads the fields behind the word `error` of an answer. */
  static read(fields: readonly string[]): BridgeError {
    const [state = '', number = '0', classes = '', verdict = '', encrypted, strayed] = fields;
    return new BridgeError(
      state,
      Number(number),
      classes.split(','),
      verdict,
      encrypted === 'true',
      strayed === 'true',
    );
  }
}
