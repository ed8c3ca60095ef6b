import type { ConnectorRegistry, Functionality } from '#connector-sdk';
import { synthoConnector } from './connector-table.js';

/** What a connector can do around writing, as the contract says it. */
export interface FunctionalityList {
  readonly functionalities: readonly FunctionalityAnswer[];
}

interface FunctionalityAnswer extends Pick<Functionality, 'name' | 'description' | 'kind' | 'applicability'> {
  readonly capabilities: readonly { readonly name: string; readonly depends_on: readonly string[] | null }[];
}

/** As the native connector declares it; undefined for a connector that the contract does not have. */
export function functionalityList(registry: ConnectorRegistry, name: string): FunctionalityList | undefined {
  const connector = synthoConnector(name);
  if (!connector) return undefined;
  return {
    functionalities: registry.get(connector.type)!.functionalities.map((functionality) => ({
      name: functionality.name,
      description: `${functionality.description} ${functionality.reason}`,
      kind: functionality.kind,
      applicability: functionality.applicability,
      capabilities: functionality.capabilities.map((capability) => ({
        name: capability.name,
        depends_on: capability.dependsOn ?? null,
      })),
    })),
  };
}
