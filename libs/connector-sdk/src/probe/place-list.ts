import { canonicalHost } from '../formats/host.js';
import type { AllowedPlace } from './probe.js';

/** True when a host and port are among the places; `.example.com` stands for every name beneath it. */
export function isAllowedPlace(allowed: readonly AllowedPlace[], host: string, port: number): boolean {
  const name = canonicalHost(host);
  return allowed.some((place) => {
    if (place.port !== undefined && place.port !== port) return false;
    return place.host.startsWith('.')
      ? name.endsWith(place.host.toLowerCase())
      : name === canonicalHost(place.host);
  });
}
