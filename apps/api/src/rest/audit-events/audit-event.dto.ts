import { QueryText } from '#http';
import { QueryTime } from './query-time.decorator.js';

/** Filters and page of the audit trail. */
export class ListAuditEventsQuery {
  @QueryText()
  action?: string;

  @QueryText()
  entity?: string;

  @QueryText()
  entity_id?: string;

  @QueryText()
  actor?: string;

  /** From this time on. */
  @QueryTime()
  since?: string;

  /** Before this time. */
  @QueryTime()
  until?: string;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}

/** Which events to export. */
export class ExportAuditEventsQuery {
  /** From this time on. */
  @QueryTime()
  since?: string;

  /** Before this time. */
  @QueryTime()
  until?: string;
}
