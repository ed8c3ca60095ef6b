/**
 * The environment or a file that it names cannot be used. The message is one line that names the variable
 * or the file's purpose and says what is expected; it never holds the value. The program prints it and
 * leaves with exit code 1.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Thrown by a parser: what the text should have been, worded to follow "NAME must be …". The loader adds the
 * variable's name, so that a parser can serve several variables.
 */
export class Expected extends Error {
  override readonly name = 'Expected';
}
