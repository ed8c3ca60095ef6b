import { type AddressInfo, createServer } from 'node:net';
import { StartError } from './start-error.js';

/**
 * Tries the address before anything else is started.
 *
 * @returns the port; for 0 a free one
 * @throws StartError when it cannot be listened on
 */
export async function requireFreePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartError(reason(error, port))));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address() as AddressInfo;
      server.close(() => resolve(address.port));
    });
  });
}

function reason(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `PORT: ${port} is in use; set PORT to another one.`;
  if (error.code === 'EACCES')
    return `PORT: ${port} may not be listened on by this user; set PORT to another one.`;
  return `HOST: the address cannot be listened on (${error.code ?? 'unknown'}).`;
}
