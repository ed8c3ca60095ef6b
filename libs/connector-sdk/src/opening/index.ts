/**
 * What the code that opens sources is made of: everything a prober loads, and nothing of what describes
 * connectors. The fields, their validator and the credential types stay out of it: a prober that had to load
 * them would start in twice the time.
 */
export * from '../catalog/index.js';
export * from '../families/aws/index.js';
export * from '../families/azure/index.js';
export * from '../families/databricks/index.js';
export * from '../families/google/index.js';
export * from '../families/http-driver/index.js';
export * from '../families/jdbc/index.js';
export * from '../families/object-tables/index.js';
export * from '../families/postgres-wire/index.js';
export * from '../families/vendor-cloud/index.js';
export { icebergColumns } from '../families/object-tables/columns/iceberg-schema.js';
export { METASTORE_PORT, THRIFT_URI } from '../formats/thrift-uri.js';
export { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
export * from '../probe/index.js';
export { textOf } from '../uri/write-uri.js';
