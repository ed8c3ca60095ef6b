import { Controller, Post } from '@nestjs/common';
import { CallersScope, ErrorsAs, NotAudited, NotIdempotent, Requires } from '#http';
import { DomainError } from '#platform/errors';
import { credibleErrors } from './error-shape.js';
import { DATA_PATH } from './paths.js';

const REASON = 'Whatever it says, it is refused.';

/** What the data plane of this contract would run; here no SQL is. */
@Controller(DATA_PATH)
@CallersScope()
@ErrorsAs(credibleErrors)
export class CredibleSqlController {
  @Post('sqlQuery')
  @Requires('self:read')
  @NotAudited(REASON)
  @NotIdempotent(REASON)
  query(): never {
    throw notRunHere();
  }

  @Post('sqlSource')
  @Requires('self:read')
  @NotAudited(REASON)
  @NotIdempotent(REASON)
  source(): never {
    throw notRunHere();
  }

  @Post('sqlTemporaryTable')
  @Requires('self:read')
  @NotAudited(REASON)
  @NotIdempotent(REASON)
  temporaryTable(): never {
    throw notRunHere();
  }
}

function notRunHere(): DomainError {
  return new DomainError('unsupported', 'sql_not_supported', 'SQL is not run here.');
}
