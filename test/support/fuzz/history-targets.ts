import { redshift } from '../tenant.js';
import { type FuzzTenant, type Target, named } from './fuzz-tenant.js';

/** What becomes of connections that are there: they move, and are again what they were. */
export async function historyTargets(home: FuzzTenant): Promise<Target[]> {
  const targets: Target[] = [];
  for (const place of home.places) {
    const make = async () => `${place}/connections/${await home.make(`${place}/connections`, redshift())}`;
    const [moved, changed, deleted] = [await make(), await make(), await make()];
    await home.put(changed, named());
    await home.delete(deleted);
    let often = 0;
    targets.push(
      home.target('POST', `${moved}/move`, () => ({ project_id: often++ % 2 ? home.projectId : null })),
      home.target('POST', `${changed}/versions/1/restore`, () => ({})),
      home.target('POST', `${deleted}/restore`, named),
    );
  }
  return targets;
}
