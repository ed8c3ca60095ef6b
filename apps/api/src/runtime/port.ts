import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/** Tries the address before anything else is started. @throws StartError when it cannot be listened on */
export async function requireFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartError(reason(error, host, port))));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

function reason(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `PORT: ${port} is in use on ${host}; set PORT to another one.`;
  if (error.code === 'EACCES')
    return `PORT: ${port} may not be listened on by this user; set PORT to another one.`;
  return `HOST: ${host} cannot be listened on (${error.code ?? 'unknown'}).`;
}
