export * from './catalog/index.js';
export type { Capabilities } from './connector/capabilities.js';
export type {
  Connector,
  ConnectorExample,
  Family,
  FileSignature,
  TransportName,
} from './connector/connector.js';
export type { ConnectorDefinition, CredentialsByPayload } from './connector/connector-definition.js';
export { ConnectorRegistry } from './connector/connector-registry.js';
export { defineConnector } from './connector/define-connector.js';
export {
  type Functionality,
  type FunctionalityCapability,
  type FunctionalityCapabilityName,
  type FunctionalityName,
  highPerformanceWriting,
  idempotentWriting,
} from './connector/functionality.js';
export { credentialType, credentialTypes } from './credentials/catalog.js';
export { credentialExpiry } from './credentials/credential-expiry.js';
export { CredentialField } from './credentials/credential-field.js';
export type { CredentialType, CredentialUse } from './credentials/credential-type.js';
export type { Destination } from './destination/destination.js';
export { formatDestination, permitsDestination } from './destination/make-destination.js';
export { BigQueryProject } from './families/bigquery-project.js';
export { HttpScheme, ObjectName, PLAIN_NAME, ServerHost, ServerPort } from './families/database-server.js';
export { Bucket, Endpoint, EndpointSuffix, Prefix, Region, StorageAccount } from './families/object-store.js';
export { PostgresServer } from './families/postgres-server.js';
export { postgresUri } from './families/postgres-uri.js';
export { S3Service } from './families/s3-service.js';
export { readSearchPath, writeSearchPath } from './families/search-path.js';
export {
  readServerUri,
  readSslMode,
  serverUri,
  writeLogin,
  writeServer,
  writeServerUri,
  writeSslMode,
} from './families/server-uri.js';
export { SnowflakeAccount } from './families/snowflake-account.js';
export type { FieldClass, FieldOptions, Variants } from './fields/field-spec.js';
export type { FormHint, FormVariants, Widget } from './fields/form-hint.js';
export { NamedList } from './fields/named-list.js';
export { Nested } from './fields/nested.js';
export { AtLeastOne, Either, Together } from './fields/object-rules.js';
export {
  Choice,
  Host,
  Secret,
  type SecretOptions,
  Text,
  type TextOptions,
  UploadedFile,
} from './fields/text-fields.js';
export { TextMap } from './fields/text-map.js';
export { Count, Flag, Port } from './fields/value-fields.js';
export { FILE_NAME } from './formats/file-name.js';
export { canonicalHost } from './formats/host.js';
export { HOST as HOST_FORMAT } from './formats/host.js';
export { HOST_KEY as HOST_KEY_FORMAT, hostKeyFingerprint } from './formats/host-key.js';
export { matchesFormat } from './formats/matches-format.js';
export { HTTP_PATH } from './formats/names.js';
export type { TextFormat } from './formats/text-format.js';
export { METASTORE_PORT, THRIFT_URI } from './formats/thrift-uri.js';
export { canonicalJson } from './json/canonical-json.js';
export { isJsonObject, type JsonObject, type JsonSchema, type JsonValue, ownValue } from './json/json.js';
export { isStorable } from './json/storable.js';
export * from './probe/index.js';
export { joinSecrets } from './secrets/join-secrets.js';
export { type MergedSection, mergeSection } from './secrets/merge-section.js';
export { secretPath, secretPathKeys } from './secrets/secret-path.js';
export type { SplitSecrets } from './secrets/split-secrets.js';
export { SSH_PORT } from './transport/ssh-port.js';
export { TLS_MODES, type TlsMode } from './transport/tls-modes.js';
export { splitTransport } from './transport/transport.js';
export type { ConnectionUri, ParsedUri, UriConnection, UriDefinition } from './uri/connection-uri.js';
export { parseConnectionUri } from './uri/parse-connection-uri.js';
export {
  present,
  readHost,
  readLogin,
  readPath,
  readPathNames,
  readServer,
  refuseServer,
  refuseUser,
  type UriServer,
} from './uri/read-server.js';
export { UriError, type UriRule } from './uri/uri-error.js';
export { optionError, UriOptions } from './uri/uri-options.js';
export type { UriParts, UriText } from './uri/uri-parts.js';
export { textOf } from './uri/write-uri.js';
