export { type LoggerOptions, createLogger } from './logger.js';
export { type LoggedReply, type LoggedRequest, type RequestLine, requestLine } from './request-line.js';
export { REDACTED, SecretRegistry } from './secret-registry.js';
export { holdsSecretForm } from './secret-patterns.js';
export type { Logger } from 'pino';
