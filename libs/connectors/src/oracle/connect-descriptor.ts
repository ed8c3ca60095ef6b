import { type JsonObject, textOf } from '#connector-sdk/opening';

/**
 * TNS text of our own making. The address stands for a socket that is connected already, so that the driver
 * has no name to look up; service and SID are plain names, which cannot end the value that they are in.
 */
export function connectDescriptor(payload: JsonObject, encrypted: boolean): string {
  const service = textOf(payload, 'service_name');
  const target = service === undefined ? `SID=${textOf(payload, 'sid') ?? ''}` : `SERVICE_NAME=${service}`;
  const address = `(PROTOCOL=${encrypted ? 'TCPS' : 'TCP'})(HOST=127.0.0.1)(PORT=1521)`;
  return `(DESCRIPTION=(ADDRESS=${address})(CONNECT_DATA=(${target})))`;
}
