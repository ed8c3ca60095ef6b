import type { TextFormat } from './text-format.js';

const lowerCase = (value: string): string => value.toLowerCase();

/** A cloud region, e.g. `us-east-1`: it becomes part of a host name. */
export const REGION: TextFormat = {
  pattern: '^[a-z0-9-]{1,63}$',
  max: 63,
  means: 'a region such as us-east-1',
};

/** A bucket or container. It may become part of a host name or path, so nothing else fits in. */
export const BUCKET: TextFormat = {
  pattern: '^(?!\\.{1,2}$)[A-Za-z0-9._$-]{1,255}$',
  max: 255,
  means: 'a bucket name of letters, digits, dots, dashes and underscores',
};

/** An Azure storage account: the first label of its host name, where case does not count. */
export const STORAGE_ACCOUNT: TextFormat = {
  pattern: '^[A-Za-z0-9_-]{1,63}$',
  max: 63,
  means: 'an account name of letters, digits, dashes and underscores',
  canonical: lowerCase,
};

/** A path within an HTTP service, without query, fragment or anything that could name another host. */
export const HTTP_PATH: TextFormat = {
  pattern: '^/?[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?$',
  max: 1024,
  means: 'a path such as /sql/1.0/warehouses/abc, without query or fragment',
};

/** A Kerberos realm: by convention a domain name in capitals (RFC 4120 section 6.1). */
export const REALM: TextFormat = {
  pattern: '^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$',
  max: 254,
  means: 'a realm such as EXAMPLE.COM',
};

/** The service part of a Kerberos principal, e.g. `hive` in `hive/host@REALM`. */
export const SERVICE_NAME: TextFormat = {
  pattern: '^[A-Za-z0-9_.-]{1,64}$',
  max: 64,
  means: 'a service name such as hive',
};
