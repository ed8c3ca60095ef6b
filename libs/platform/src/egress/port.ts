/**
 * Returns the port, which must be one that a connection can be made to.
 *
 * @throws RangeError
 */
export function checkPort(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new RangeError('A port is a whole number from 1 to 65535.');
  return port;
}
