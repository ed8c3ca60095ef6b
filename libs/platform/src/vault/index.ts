export { DataKeyEntity } from './data-key.entity.js';
export { type KeyProvider, LocalKeyProvider, type WrappedKey } from './key-provider.js';
export { type DataKey, type SealedAt, TenantVault } from './tenant-vault.js';
export { forgetUnusedKeys, rewrapDataKeys } from './rewrap.js';
export { checkEncryptionKeys, Vault } from './vault.js';
