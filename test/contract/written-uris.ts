import { type Connector, type UriConnection, UriError } from '#connector-sdk';

/** An example, and the URI that says it. */
export interface WrittenUri {
  readonly uri: string;
  readonly said: UriConnection;
}

/** The URIs of a type's examples, with their credentials and without, as far as a URI can say them. */
export function writtenUris({ examples, uri }: Connector): WrittenUri[] {
  return examples
    .flatMap(({ payload, credential }): UriConnection[] => [
      { payload, credential },
      { payload, credential: null },
    ])
    .flatMap((said) => {
      try {
        return uri ? [{ uri: uri.format(said), said }] : [];
      } catch (error) {
        if (error instanceof UriError && error.rule === 'inexpressible') return [];
        throw error;
      }
    });
}
