/** Which credential opens which kind of storage. */
export const CREDENTIAL_BY_LOCATION = { GCS: 'GCP', S3: 'AWS', AZURE: 'AZURE_SAS' } as const;

/** Where the tables' files are. */
export type LocationType = keyof typeof CREDENTIAL_BY_LOCATION;
