import type { Open } from '#connector-sdk';

/** Stands in for a connector, and says as the server's product and version what it was given of a role. */
export const open: Open = async ({ credential }, { awsIdentity }) => {
  const { role_arn: role, external_id: externalId } = credential?.payload ?? {};
  const given = [role && 'role', externalId && 'external id', awsIdentity && 'identity'].filter(Boolean);
  return {
    server: { product: given.length === 0 ? 'nothing' : given.join(' + '), version: null },
    ping: async () => undefined,
    close: async () => undefined,
  };
};
