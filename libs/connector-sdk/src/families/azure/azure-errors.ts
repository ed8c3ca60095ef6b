import type { CheckCode } from '../../probe/codes.js';
import { BY_HTTP_STATUS } from '../../probe/http-statuses.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';

/**
 * Error codes of Azure Storage (https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes, and
 * those of blobs and of Data Lake Storage beside it).
 */
const BY_CODE: Readonly<Record<string, CheckCode>> = {
  AuthenticationFailed: 'auth_failed',
  InvalidAuthenticationInfo: 'credential_invalid',
  AccountIsDisabled: 'account_locked',
  KeyBasedAuthenticationNotPermitted: 'auth_method_not_supported',
  NoAuthenticationInformation: 'auth_failed',
  AuthorizationFailure: 'permission_denied',
  AuthorizationPermissionMismatch: 'permission_denied',
  AuthorizationProtocolMismatch: 'permission_denied',
  AuthorizationResourceTypeMismatch: 'permission_denied',
  AuthorizationServiceMismatch: 'permission_denied',
  AuthorizationSourceIPMismatch: 'permission_denied',
  ContainerDisabled: 'permission_denied',
  FilesystemDisabled: 'permission_denied',
  InsufficientAccountPermissions: 'permission_denied',
  PublicAccessNotPermitted: 'permission_denied',
  ContainerBeingDeleted: 'bucket_not_found',
  ContainerNotFound: 'bucket_not_found',
  FilesystemBeingDeleted: 'bucket_not_found',
  FilesystemNotFound: 'bucket_not_found',
  InvalidResourceName: 'bucket_not_found',
  PathNotFound: 'bucket_not_found',
  ResourceNotFound: 'bucket_not_found',
  ServerBusy: 'rate_limited',
  OperationTimedOut: 'timeout',
  InternalError: 'server_error',
  FeatureNotYetSupportedForHierarchicalNamespaceAccounts: 'unsupported_server',
  HierarchicalNamespaceNotEnabled: 'unsupported_server',
  EndpointUnsupportedAccountFeatures: 'unsupported_server',
};

/** Of a shared access signature that is over, or has not begun; the code is that of a forged one. */
const OUT_OF_TIME =
  /Signature not valid in the specified time frame|Signature fields? not well formed.*expir/i;
const HINTS: Readonly<Record<string, string>> = {
  PathNotFound: 'The container is there, and the path in it is not. Check it; case counts.',
  AuthorizationFailure:
    'The key or signature may not do this, or the firewall of the storage account does not let this service in.',
  AuthorizationSourceIPMismatch: 'The signature is for other addresses than the one of this service.',
  AuthorizationPermissionMismatch: 'The signature needs the permissions to read and to list (sp=rl).',
  AuthorizationResourceTypeMismatch: 'The signature needs to cover containers and objects (srt=co).',
  AuthorizationServiceMismatch: 'The signature is for another service of the account.',
};

/** What an error of Azure's storage clients means; who lacks a permission has proved already who it is. */
export const azureError: ErrorClassifier = (error) => {
  const {
    code: own,
    statusCode,
    message,
    details,
  } = error as {
    code?: unknown;
    statusCode?: unknown;
    message?: unknown;
    details?: { errorCode?: unknown; authenticationErrorDetail?: unknown };
  };
  if (typeof statusCode !== 'number') {
    // The clients stumble over an answer that lacks what the protocol promises; Node's own errors have a code.
    const stumbled = error instanceof TypeError && own === undefined;
    return stumbled ? new ProbeError('protocol_error', { cause: error }) : undefined;
  }
  // An answer without a body has its code in a header alone (x-ms-error-code).
  const name = [own, details?.errorCode].find((text): text is string => typeof text === 'string') ?? '';
  const texts = `${String(message)} ${String(details?.authenticationErrorDetail)}`;
  if (name === 'AuthenticationFailed' && OUT_OF_TIME.test(texts)) {
    return new ProbeError('auth_expired', { cause: error });
  }
  const code = (Object.hasOwn(BY_CODE, name) ? BY_CODE[name] : undefined) ?? byStatus(statusCode);
  const hint = Object.hasOwn(HINTS, name) ? HINTS[name] : undefined;
  return new ProbeError(code, {
    ...(code === 'permission_denied' ? { step: 'database' } : {}),
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
};

function byStatus(status: number): CheckCode {
  if (status >= 300 && status < 400) return 'redirect_outside_target';
  return BY_HTTP_STATUS[status] ?? 'protocol_error';
}
