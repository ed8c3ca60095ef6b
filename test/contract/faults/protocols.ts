import type { Subject } from '../subject.js';

/** True for a source that is reached over a network. */
export function isServer({ reach }: Subject): boolean {
  return reach !== 'file';
}

/** True where the server speaks first. */
export function greets({ connector }: Subject): boolean {
  return connector.family === 'mysql-wire';
}

/** True for a source that is spoken to in HTTP requests. */
export function speaksHttp({ connector }: Subject): boolean {
  return connector.family === 'http-sql' || connector.family === 'object-store';
}

/** True for what can be encrypted: by the transport, or as the type always is. */
export function speaksTls(subject: Subject): boolean {
  const { transports, tlsDefault } = subject.connector;
  return isServer(subject) && (transports.includes('tls') || tlsDefault === 'verify-full');
}

/** Types whose driver cannot be delivered: operators bring the vendor's, or build it. */
export const BROUGHT_BY_OPERATORS: readonly string[] = ['DB2', 'SYBASE'];

export function bringsNoDriver({ connector }: Subject): boolean {
  return BROUGHT_BY_OPERATORS.includes(connector.type);
}
