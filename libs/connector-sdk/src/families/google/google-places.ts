import type { AllowedPlace } from '../../probe/probe.js';

const HTTPS_PORT = 443;
/** Where tokens are: which of the two it is depends on the library's version. */
const TOKEN_HOSTS = ['oauth2.googleapis.com', 'www.googleapis.com'];

/** One API of Google, and where the tokens for it come from. */
export function googlePlaces(apiHost: string): AllowedPlace[] {
  return [apiHost, ...TOKEN_HOSTS].map((host) => ({ host, port: HTTPS_PORT }));
}
