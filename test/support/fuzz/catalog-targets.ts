import { foundTable } from '../found-table.js';
import { redshift } from '../tenant.js';
import type { FuzzTenant, Target } from './fuzz-tenant.js';

/** What is asked of a connection's catalog. */
export async function catalogTargets(home: FuzzTenant): Promise<Target[]> {
  const targets: Target[] = [];
  for (const place of home.places) {
    const id = await home.make(`${place}/connections`, redshift());
    const table = `${place}/tables/${await foundTable(id)}`;
    targets.push(
      home.target('POST', `${place}/connections/${id}/discover`, () => ({})),
      home.target('POST', `${table}/sync`, () => ({})),
      home.target('PATCH', table, () => ({
        description: 'Who buys.',
        metadata: { owner: 'sales' },
        columns: [],
      })),
    );
  }
  return targets;
}
