import { QueryText } from '#http';

/** Filters and page of a list of credentials. */
export class ListCredentialsQuery {
  @QueryText()
  type?: string;

  @QueryText()
  name?: string;

  /** Days, such as `30d`. */
  @QueryText()
  expiring_within?: string;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}
