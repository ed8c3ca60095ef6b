import type { TextFormat } from '../formats/text-format.js';

/**
 * What Google writes into the key files of service accounts. The fields name hosts that a client would
 * talk to, so nothing but Google's own values is taken.
 */
export const AUTH_URIS = ['https://accounts.google.com/o/oauth2/auth'];

/** The current one, and those in older key files. */
export const TOKEN_URIS = [
  'https://oauth2.googleapis.com/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
];

export const PROVIDER_CERTIFICATE_URLS = ['https://www.googleapis.com/oauth2/v1/certs'];

export const UNIVERSES = ['googleapis.com'];

/** The account's own certificates: its address is the last, percent-encoded part. */
export const CLIENT_CERTIFICATE_URL: TextFormat = {
  pattern: '^https://www\\.googleapis\\.com/robot/v1/metadata/x509/[A-Za-z0-9%@._-]{1,512}$',
  max: 1024,
  means: "Google's own address for the account's certificates",
};
