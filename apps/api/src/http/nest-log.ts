import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#platform/logging';

/** Nest's own messages, written by our logger; its chatter at start is for debugging only. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug(textOf(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ detail: rest.map(textOf) }, textOf(message));
  }

  warn(message: unknown): void {
    this.logger.warn(textOf(message));
  }
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
