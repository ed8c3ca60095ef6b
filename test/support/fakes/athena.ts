import type { KeyAndCertificate } from '../certificates.js';
import { AWS_KEY, readAwsSignature } from './aws-signature.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

type Asked = Readonly<Record<string, string | number | undefined>>;

/** What a query brings: names of columns, then rows; or why it fails. */
type Result = readonly (readonly (string | null)[])[] | string;

/** In the database `sales`; results begin with the names, but for tables' and views' definitions. */
const RESULTS: readonly (readonly [RegExp, Result])[] = [
  [
    /^show create table `orders`$/,
    [['createtab_stmt'], ['CREATE EXTERNAL TABLE `orders`('], ['  `id` int)']],
  ],
  [/^show create view "recent"$/, [['Create View'], ['CREATE VIEW recent AS'], ['SELECT 1'], ['']]],
  [/^show create table `foreign`$/, 'SHOW CREATE TABLE is not supported'],
  [
    /^select \* from "(?:orders|recent|foreign)" limit 3$/,
    [
      ['id', 'note'],
      ['1', null],
    ],
  ],
  [
    /^select json_format\(.*"no""te".*\), json_format\(.*"free".*\) from \(select "no""te", "free" from "orders" limit 100000\)$/,
    [
      ['_col0', '_col1'],
      ['["old","new"]', null],
    ],
  ],
  [/from "locked"/, 'PERMISSION_DENIED: Access Denied: Cannot select from columns'],
];

/** Answers by the JSON protocol as Amazon documents it (https://docs.aws.amazon.com/athena/latest/APIReference/API_Operations.html). */
export function startAthenaFake(tls?: KeyAndCertificate): Promise<FakeService> {
  return startHttpFake(answer, tls);
}

const OPERATIONS: Readonly<Record<string, (asked: Asked) => FakeAnswer>> = {
  GetWorkGroup: ({ WorkGroup }) => {
    if (WorkGroup === 'primary' || WorkGroup === 'off') return { body: { WorkGroup: workGroup(WorkGroup) } };
    if (WorkGroup === 'theirs')
      return failure('AccessDeniedException', 'You are not authorized to perform: athena:GetWorkGroup');
    return failure('InvalidRequestException', `WorkGroup ${WorkGroup} is not found.`);
  },
  ListDatabases: ({ CatalogName, NextToken }) => {
    if (CatalogName !== 'AwsDataCatalog')
      return failure('InvalidRequestException', `DataCatalog ${CatalogName} was not found`);
    return NextToken === undefined
      ? { body: { DatabaseList: [{ Name: 'bare' }], NextToken: 'more' } }
      : { body: { DatabaseList: [{ Name: 'sales' }] } };
  },
  GetDatabase: ({ DatabaseName }) => {
    if (DatabaseName === 'sales' || DatabaseName === 'bare')
      return { body: { Database: { Name: DatabaseName } } };
    if (DatabaseName === 'theirs')
      return failure('MetadataException', 'User is not authorized to perform: glue:GetDatabase');
    return failure('MetadataException', `Database ${DatabaseName} not found. EntityNotFoundException`);
  },
  StartQueryExecution: (asked) => {
    const { OutputLocation } = (asked['ResultConfiguration'] ?? {}) as { OutputLocation?: string };
    if (OutputLocation === undefined)
      return failure('InvalidRequestException', 'No output location provided. You did not provide one.');
    if (OutputLocation !== 's3://results/')
      return failure('InvalidRequestException', 'Unable to verify/create output bucket nowhere');
    return { body: { QueryExecutionId: Buffer.from(String(asked['QueryString'])).toString('base64url') } };
  },
  GetQueryExecution: ({ QueryExecutionId }) =>
    sqlOf(QueryExecutionId).includes('from "watched"')
      ? failure('ThrottlingException', 'Rate exceeded')
      : { body: { QueryExecution: { Status: statusOf(QueryExecutionId) } } },
  StopQueryExecution: () => ({ body: {} }),
  GetQueryResults: ({ QueryExecutionId }) => ({ body: { ResultSet: resultSet(sqlOf(QueryExecutionId)) } }),
  GetTableMetadata: ({ TableName }) => ({
    body: {
      TableMetadata: {
        Name: TableName,
        TableType: TableName === 'recent' ? 'VIRTUAL_VIEW' : 'EXTERNAL_TABLE',
        Columns: [{ Name: 'id', Type: 'int' }],
        PartitionKeys: [{ Name: 'day', Type: 'date' }],
      },
    },
  }),
  ListTableMetadata: ({ DatabaseName }) => ({
    body: {
      TableMetadataList:
        DatabaseName === 'sales'
          ? [
              {
                Name: 'orders',
                TableType: 'EXTERNAL_TABLE',
                Columns: [{ Name: 'id', Type: 'int', Comment: 'of the order' }],
                PartitionKeys: [{ Name: 'day', Type: 'date' }],
                Parameters: { comment: 'what was bought', recordCount: '12' },
              },
              { Name: 'recent', TableType: 'VIRTUAL_VIEW' },
            ]
          : [],
    },
  }),
};

function answer(request: FakeRequest): FakeAnswer {
  const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
  if (operation === 'GetWorkGroup' && request.body.includes('moved'))
    return { status: 307, headers: { location: 'https://127.0.0.2/' } };
  const signature = readAwsSignature(request);
  if (!signature) return failure('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (signature.accessKey !== AWS_KEY.access_key)
    return failure('UnrecognizedClientException', 'The security token included in the request is invalid.');
  if (!signature.holds || signature.service !== 'athena')
    return failure('InvalidSignatureException', 'The request signature we calculated does not match.');
  const asked = JSON.parse(request.body) as Asked;
  return OPERATIONS[operation]?.(asked) ?? failure('UnknownOperationException', '');
}

function sqlOf(id: string | number | undefined): string {
  return Buffer.from(String(id), 'base64url').toString().replace(/\s+/g, ' ');
}

function resultOf(sql: string): Result {
  return RESULTS.find(([pattern]) => pattern.test(sql))?.[1] ?? 'SYNTAX_ERROR: line 1:1: no';
}

/** Queries that were asked about before: each runs once, and is then at its end. */
const askedAbout = new Set<string>();

function statusOf(id: string | number | undefined): object {
  const sql = sqlOf(id);
  if (!askedAbout.delete(sql)) {
    askedAbout.add(sql);
    return { State: 'QUEUED' };
  }
  const result = resultOf(sql);
  return typeof result === 'string'
    ? { State: 'FAILED', StateChangeReason: result, AthenaError: { ErrorCategory: 2 } }
    : { State: 'SUCCEEDED' };
}

function resultSet(sql: string): object {
  const [names = [], ...found] = resultOf(sql) as Exclude<Result, string>;
  const rows = sql.startsWith('select') ? [names, ...found] : found;
  return {
    ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: 'varchar' })) },
    Rows: rows.map((row) => ({
      Data: row.map((cell) => (cell === null ? {} : { VarCharValue: cell })),
    })),
  };
}

function workGroup(name: string): object {
  return {
    Name: name,
    State: name === 'off' ? 'DISABLED' : 'ENABLED',
    Configuration: { EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' } },
  };
}

function failure(type: string, message: string): FakeAnswer {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: { __type: type, Message: message },
  };
}
