import { EgressPolicy } from '#platform/egress';

/** The policy between two jobs: whatever a driver left behind reaches nobody. */
export class NothingPermitted extends EgressPolicy {
  constructor() {
    super({ allow: { networks: [], hosts: [] }, own: [] });
  }

  override permits(): boolean {
    return false;
  }

  override permitsUnresolved(): boolean {
    return false;
  }
}
