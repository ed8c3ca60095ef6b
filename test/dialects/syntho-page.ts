import type { JsonObject } from '#connector-sdk';

/** The components of the Syntho page, which it labels 3.0.3 and writes in the words of 3.1: relabelled, and without titles. */
export const SYNTHO_PAGE_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  FunctionalityListSchema: {
    properties: {
      functionalities: {
        anyOf: [
          { items: { $ref: '#/components/schemas/FunctionalitySchema' }, type: 'array' },
          { type: 'null' },
        ],
        default: [],
      },
    },
    type: 'object',
  },
  FunctionalitySchema: {
    properties: {
      name: { anyOf: [{ $ref: '#/components/schemas/FunctionalityName' }, { type: 'null' }], default: null },
      description: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      kind: { anyOf: [{ $ref: '#/components/schemas/FunctionalityKind' }, { type: 'null' }], default: null },
      applicability: {
        anyOf: [{ $ref: '#/components/schemas/FunctionalityApplicability' }, { type: 'null' }],
        default: null,
      },
      capabilities: {
        anyOf: [
          { items: { $ref: '#/components/schemas/FunctionalityCapabilitySchema' }, type: 'array' },
          { type: 'null' },
        ],
        default: null,
      },
    },
    type: 'object',
  },
  FunctionalityName: { enum: ['HIGH_PERFORMANCE_WRITING', 'IDEMPOTENT_WRITING'], type: 'string' },
  FunctionalityKind: { enum: ['ADDITIVE', 'PREVENTIVE'], type: 'string' },
  FunctionalityApplicability: { enum: ['FULL', 'PARTIAL'], type: 'string' },
  FunctionalityCapabilitySchema: {
    properties: {
      name: {
        anyOf: [{ $ref: '#/components/schemas/FunctionalityCapabilityName' }, { type: 'null' }],
        default: null,
      },
      depends_on: { anyOf: [{ items: { type: 'string' }, type: 'array' }, { type: 'null' }], default: null },
    },
    type: 'object',
  },
  FunctionalityCapabilityName: {
    enum: [
      'IDENTITY_WRITING',
      'DATA_TRUNCATION',
      'DATA_DELETION',
      'INDEX_MANAGEMENT',
      'FOREIGN_KEY_MANAGEMENT',
      'UNIQUE_CONSTRAINT_MANAGEMENT',
      'TRIGGER_MANAGEMENT',
      'SCHEMA_MANAGEMENT',
    ],
    type: 'string',
  },
  SupportedConnectionTypes: {
    properties: {
      connectors: {
        anyOf: [
          {
            additionalProperties: {
              additionalProperties: { $ref: '#/components/schemas/Property' },
              type: 'object',
            },
            type: 'object',
          },
          { type: 'null' },
        ],
        default: null,
      },
      write_connectors: {
        anyOf: [
          {
            additionalProperties: {
              additionalProperties: { $ref: '#/components/schemas/Property' },
              type: 'object',
            },
            type: 'object',
          },
          { type: 'null' },
        ],
        default: null,
      },
      hooks: {
        anyOf: [
          {
            additionalProperties: {
              additionalProperties: { $ref: '#/components/schemas/Property' },
              type: 'object',
            },
            type: 'object',
          },
          { type: 'null' },
        ],
        default: null,
      },
    },
    type: 'object',
  },
  Property: {
    properties: {
      type: {
        anyOf: [{ type: 'string' }, { items: { type: 'string' }, type: 'array' }, { type: 'null' }],
        default: null,
      },
      default: {
        anyOf: [
          { type: 'string' },
          { type: 'integer' },
          { type: 'number' },
          { type: 'boolean' },
          { type: 'null' },
        ],
        default: null,
      },
      values: { anyOf: [{ items: { type: 'string' }, type: 'array' }, { type: 'null' }], default: null },
    },
    type: 'object',
  },
  CreateConnectorSchema: {
    oneOf: [
      { $ref: '#/components/schemas/CreateMsSQLConnector' },
      { $ref: '#/components/schemas/CreateMySQLMariaDBConnector' },
      { $ref: '#/components/schemas/CreateOracleConnector' },
      { $ref: '#/components/schemas/CreatePostgreSQLConnector' },
      { $ref: '#/components/schemas/CreateDatabricksConnector' },
      { $ref: '#/components/schemas/CreateDB2Connector' },
      { $ref: '#/components/schemas/CreateSybaseConnector' },
      { $ref: '#/components/schemas/CreateADLSFSConnector' },
      { $ref: '#/components/schemas/CreateS3FSConnector' },
    ],
  },
  CreateMsSQLConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'MsSQLConnector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      username: { minLength: 1, type: 'string' },
      password: { type: 'string' },
      schema_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 1433 },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'mssql+pyodbc' },
      include_views: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false },
    },
    required: ['connector_type', 'host', 'database', 'username', 'password'],
    type: 'object',
  },
  CreateConnectionHooksSchema: {
    properties: {
      SSHTunnel: {
        anyOf: [{ $ref: '#/components/schemas/CreateSSHTunnelHooksSchema' }, { type: 'null' }],
        default: null,
      },
      SSL: {
        anyOf: [{ $ref: '#/components/schemas/CreateSSLHooksSchema' }, { type: 'null' }],
        default: null,
      },
      Kerberos: {
        anyOf: [{ $ref: '#/components/schemas/CreateKerberosHooksSchema' }, { type: 'null' }],
        default: null,
      },
    },
    type: 'object',
  },
  CreateSSHTunnelHooksSchema: {
    properties: {
      host: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      port: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
      username: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      local_port: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
      local_host: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      password: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      pkey_password: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      pkey: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    },
    type: 'object',
  },
  CreateSSLHooksSchema: {
    properties: {
      ca_filename: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      cert_filename: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      key_filename: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      ssl_mode: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      ca: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      cert: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      key: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    },
    type: 'object',
  },
  CreateKerberosHooksSchema: {
    properties: {
      principal: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      keytab_file: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    },
    type: 'object',
  },
  CreateMySQLMariaDBConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'MySQLMariaDBConnector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      username: { minLength: 1, type: 'string' },
      password: { type: 'string' },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 3306 },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'mysql+mysqldb' },
      include_views: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false },
    },
    required: ['connector_type', 'host', 'database', 'username', 'password'],
    type: 'object',
  },
  CreateOracleConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'OracleConnector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      username: { minLength: 1, type: 'string' },
      password: { type: 'string' },
      schema_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 1521 },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'oracle+oracledb' },
      include_views: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false },
    },
    required: ['connector_type', 'host', 'database', 'username', 'password'],
    type: 'object',
  },
  CreatePostgreSQLConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'PostgreSQLConnector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      username: { minLength: 1, type: 'string' },
      password: { type: 'string' },
      schema_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 5432 },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'postgresql+psycopg2' },
      include_views: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false },
    },
    required: ['connector_type', 'host', 'database', 'username', 'password'],
    type: 'object',
  },
  CreateDatabricksConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'DatabricksConnector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      catalog: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 443 },
      token: { minLength: 1, type: 'string' },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'databricks' },
      cluster_path: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      warehouse_id: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      include_views: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false },
    },
    required: ['connector_type', 'host', 'catalog', 'database', 'token'],
    type: 'object',
  },
  CreateDB2Connector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'DB2Connector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      username: { minLength: 1, type: 'string' },
      password: { type: 'string' },
      schema_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 50000 },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'db2' },
      include_views: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false },
    },
    required: ['connector_type', 'host', 'database', 'username', 'password'],
    type: 'object',
  },
  CreateSybaseConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'SybaseConnector', type: 'string' },
      host: { minLength: 1, type: 'string' },
      database: { minLength: 1, type: 'string' },
      username: { minLength: 1, type: 'string' },
      password: { type: 'string' },
      schema_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      port: { anyOf: [{ maximum: 65535, minimum: 1, type: 'integer' }, { type: 'null' }], default: 5000 },
      protocol: { anyOf: [{ type: 'string' }, { type: 'null' }], default: 'sybase+pyodbc' },
    },
    required: ['connector_type', 'host', 'database', 'username', 'password'],
    type: 'object',
  },
  CreateADLSFSConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'ADLSFSConnector', type: 'string' },
      storage_container_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      storage_account_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      container_connection_string: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      storage_account_key: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      storage_connection_string: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      remote_path: { anyOf: [{ type: 'string' }, { type: 'null' }], default: '/' },
    },
    required: ['connector_type'],
    type: 'object',
  },
  CreateS3FSConnector: {
    properties: {
      hooks_params: {
        anyOf: [{ $ref: '#/components/schemas/CreateConnectionHooksSchema' }, { type: 'null' }],
        default: null,
      },
      is_source: { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null },
      connector_type: { const: 'S3FSConnector', type: 'string' },
      bucket: { minLength: 1, type: 'string' },
      region: { minLength: 1, type: 'string' },
      remote_path: { anyOf: [{ type: 'string' }, { type: 'null' }], default: '/' },
      aws_access_key_id: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      aws_secret_access_key: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    },
    required: ['connector_type', 'bucket', 'region'],
    type: 'object',
  },
  ApplicationMessage: {
    properties: {
      id: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      code: { type: 'string' },
      title: { type: 'string' },
      body: { type: 'string' },
      durability: {
        anyOf: [{ $ref: '#/components/schemas/Durability' }, { type: 'null' }],
        default: 'temporary',
      },
      duration: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: 5000 },
      kind: {
        anyOf: [{ $ref: '#/components/schemas/SystemMessageKind' }, { type: 'null' }],
        default: 'info',
      },
      details: {
        anyOf: [
          { additionalProperties: { items: { type: 'string' }, type: 'array' }, type: 'object' },
          { type: 'null' },
        ],
        default: null,
      },
      payload: { default: null },
      action: { anyOf: [{ type: 'object' }, { type: 'null' }], default: null },
      display: {
        anyOf: [{ $ref: '#/components/schemas/Display' }, { type: 'null' }],
        default: 'notification',
      },
      created_at: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    },
    required: ['code', 'title', 'body'],
    type: 'object',
  },
  Durability: { enum: ['transient', 'persistent', 'temporary'], type: 'string' },
  SystemMessageKind: { enum: ['success', 'error', 'warning', 'info'], type: 'string' },
  Display: { enum: ['field', 'screen', 'notification'], type: 'string' },
};
