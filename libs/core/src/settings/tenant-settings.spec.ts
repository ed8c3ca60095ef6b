import { checkSettings, tenantSettings, withSettings } from './tenant-settings.js';

describe('the settings of a tenant', () => {
  it('have defaults, and keep what else is stored', () => {
    const stored = withSettings({ min_tls_mode: 'require' }, { audit_reads: true, max_lease_seconds: 60 });
    expect(stored).toMatchObject({ min_tls_mode: 'require' });
    expect(tenantSettings(stored)).toMatchObject({
      audit_reads: true,
      max_lease_seconds: 60,
      deleted_retention_days: 30,
    });
    expect(tenantSettings({}).require_if_match).toBe(false);
  });

  it('keep what a change leaves out, and go back to the default with null', () => {
    const stored = withSettings({}, { audit_reads: true, max_lease_seconds: 60 });
    const changed = withSettings(stored, { audit_reads: undefined, max_lease_seconds: null });
    expect(tenantSettings(changed)).toMatchObject({ audit_reads: true, max_lease_seconds: 3_600 });
  });

  it.each([
    [{ audit_reads: 'yes' }, 'audit_reads', 'boolean'],
    [{ max_lease_seconds: 0 }, 'max_lease_seconds', 'range'],
    [{ max_lease_seconds: 86_401 }, 'max_lease_seconds', 'range'],
    [{ deleted_retention_days: 1.5 }, 'deleted_retention_days', 'range'],
    [{ audit_retention_days: '30' }, 'audit_retention_days', 'range'],
  ])('refuse %j', (changes, path, rule) => {
    expect(checkSettings(changes)).toEqual([{ path, rule, message: expect.any(String) }]);
  });

  it('take what is in range', () => {
    expect(
      checkSettings({ audit_reads: false, max_lease_seconds: 86_400, deleted_retention_days: 0 }),
    ).toEqual([]);
  });
});
