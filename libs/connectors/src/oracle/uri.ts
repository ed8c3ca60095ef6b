import {
  present,
  readLogin,
  readPath,
  readServer,
  textOf,
  type UriDefinition,
  writeLogin,
  writeServer,
} from '#connector-sdk';

/** `oracle+oracledb://user:password@host:port/?service_name=…`; a name in the path is a SID. */
export const ORACLE_URI: UriDefinition = {
  schemes: { oracle: 'oracle', 'oracle+oracledb': 'oracle', 'oracle+cx_oracle': 'oracle' },
  harmless: ['arraysize', 'encoding', 'nencoding'],
  read: (parts) => ({
    payload: present({
      ...readServer(parts),
      service_name: parts.options.take('service_name'),
      sid: readPath(parts),
    }),
    credential: readLogin(parts),
  }),
  write: ({ payload, credential }) => {
    const sid = textOf(payload, 'sid');
    return {
      ...writeLogin(credential),
      ...writeServer(payload),
      ...(sid === undefined ? {} : { path: [sid] }),
      options: { service_name: textOf(payload, 'service_name') },
    };
  },
};
