import { unique } from './app.js';
import type { RequestPlace } from './authorization-world.js';
import { type RouteExpectation, inBothScopes } from './route-row.js';

const oneFile = async (place: RequestPlace) => {
  const path = `${unique('keys')}/${unique('file')}`;
  await place.change('PUT', `files/${path}`, { private: 'key' });
  return { params: { '*': path } };
};

/** Files of the upload area. */
export const FILES: readonly RouteExpectation[] = [
  ...inBothScopes(['GET', 'files'], false, 200),
  ...inBothScopes(['GET', 'files/*'], false, 200, oneFile),
  ...inBothScopes(['PUT', 'files/*'], true, 200, async (place) => ({
    ...(await oneFile(place)),
    body: { private: 'another' },
  })),
  ...inBothScopes(['DELETE', 'files/*'], true, 200, oneFile),
];
