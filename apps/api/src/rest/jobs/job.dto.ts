import { IsIn, IsOptional } from 'class-validator';
import { JOB_STATES, type JobState } from '#core';
import { QueryText } from '#http';

/** Filters and page of the list of jobs. */
export class ListJobsQuery {
  @QueryText()
  connection_id?: string;

  @IsOptional()
  @IsIn(JOB_STATES)
  state?: JobState;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}
