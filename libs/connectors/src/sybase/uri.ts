import { serverUri } from '#connector-sdk';

/** `sybase+pyodbc://user:password@host:port/database`. */
export const SYBASE_URI = serverUri(
  { sybase: 'sybase', 'sybase+pyodbc': 'sybase', 'sybase+pysybase': 'sybase' },
  ['charset', 'driver'],
);
