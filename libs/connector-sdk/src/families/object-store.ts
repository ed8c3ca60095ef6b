import type { FieldOptions } from '../fields/field-spec.js';
import { Choice, Text } from '../fields/text-fields.js';
import { BUCKET, REGION, STORAGE_ACCOUNT } from '../formats/names.js';
import { ORIGIN } from '../formats/origin.js';

/** A bucket, container or file system. */
export function Bucket(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Text({ label: 'Bucket', required: true, format: BUCKET, placeholder: 'my-bucket', ...options });
}

/** Where in the bucket to look. */
export function Prefix(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Text({ label: 'Prefix', default: '/', allowEmpty: true, ...options });
}

/** The cloud region, which is part of the service's host name. */
export function Region(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Text({ label: 'Region', format: REGION, destination: true, placeholder: 'us-east-1', ...options });
}

/** A service of the same protocol at another place. */
export function Endpoint(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Text({
    label: 'Endpoint',
    format: ORIGIN,
    destination: true,
    placeholder: 'https://storage.example.com',
    ...options,
  });
}

/** An Azure storage account. */
export function StorageAccount(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Text({ label: 'Storage account', format: STORAGE_ACCOUNT, destination: true, ...options });
}

/** Storage domains of Azure's clouds: public, China, United States government. */
const AZURE_SUFFIXES = ['core.windows.net', 'core.chinacloudapi.cn', 'core.usgovcloudapi.net'];

/** Which of Azure's clouds has the storage account. */
export function EndpointSuffix(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Choice({
    label: 'Endpoint suffix',
    options: AZURE_SUFFIXES,
    default: 'core.windows.net',
    destination: true,
    ...options,
  });
}
