import { QueryText } from '#http';

export class FunctionalitiesQuery {
  @QueryText()
  connector_type?: string;
}
