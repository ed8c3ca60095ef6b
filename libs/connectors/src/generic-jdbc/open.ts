import {
  allowedProperties,
  isJsonObject,
  type Open,
  openJdbc,
  ProbeError,
  type ProbeTarget,
  textOf,
} from '#connector-sdk/opening';

import { driverOf } from './drivers/driver-of.js';
import { mapLogin } from './map-login.js';

const HANA = /^(?:SAP[\s_-]*)?HANA/i;

/** HANA by a driver in JavaScript; everything else by JDBC drivers of the operator's. */
export const open: Open = async (target, context) => {
  const dbType = textOf(target.payload, 'db_type') ?? '';
  if (HANA.test(dbType)) {
    const { openHana } = await import('./hana/open-hana.js');
    return openHana(target, context);
  }
  const driver = driverOf(dbType);
  if (!driver) {
    throw new ProbeError('driver_not_installed', {
      step: 'resolve',
      hint: 'No driver is known here for this db_type; the README of this type names those that are.',
    });
  }
  return openJdbc(
    driver,
    {
      host: requiredHost(target),
      port: Number(target.payload['port'] ?? driver.port),
      database: textOf(target.payload, 'db_or_schema') ?? '',
      ...mapLogin(target),
      properties: allowedProperties(driver, properties(target)),
    },
    context,
  );
};

function requiredHost({ payload }: ProbeTarget): string {
  const host = textOf(payload, 'host');
  if (host === undefined) throw new ProbeError('target_incomplete', { facts: { missing: ['payload.host'] } });
  return host;
}

function properties({ payload }: ProbeTarget): Readonly<Record<string, unknown>> {
  const given = payload['connection_properties'];
  return isJsonObject(given) ? given : {};
}
