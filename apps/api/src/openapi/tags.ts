/** The groups of the document, in its order. */
export const TAGS = {
  Connections: 'Beneath a project its own, beneath the tenant the GLOBAL ones and every visible project’s.',
  Checks: 'Tests with the real driver, and the SSH host keys that they go by.',
  Leases: 'Secrets for services, for a time and a purpose.',
  Discovery: 'The tables behind connections, and the jobs that find them.',
  Credentials: 'Secrets that several connections share.',
  Files: 'Key files, certificates, keytabs and database files. What is in them is never answered.',
  'Connection types': 'What can be connected, and what each type needs.',
  Projects: 'Parts of a tenant.',
  'Service accounts': 'Programs with an API key.',
  Settings: 'What a tenant decides for itself.',
  'Identity providers': 'Issuers that the tenant trusts for its own users.',
  Audit: 'Who did what.',
  Access: 'Who one is, and tokens.',
  Platform: "Tenants and signing keys, for the platform's administrator.",
  Health: 'For whoever runs the service.',
} as const;

export type Tag = keyof typeof TAGS;
