import type { KeyAndCertificate } from '../certificates.js';
import { AWS_KEY, readAwsSignature } from './aws-signature.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

type Asked = Readonly<Record<string, string | number | undefined>>;

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
  GetTableMetadata: ({ TableName }) => ({
    body: {
      TableMetadata: {
        Name: TableName,
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
