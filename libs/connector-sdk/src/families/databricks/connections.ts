import type { DBSQLClient } from '@databricks/sql';
import type { Agent } from 'node:https';

import { ProbeError } from '../../probe/probe-error.js';

/** First byte of every message of Thrift's binary protocol in its strict form, which the service speaks. */
const VERSION_BYTE = 0x80;

type Receive = (data: Buffer) => void;

interface Transport {
  new (...parts: unknown[]): object;
  receiver(callback: unknown, sequence: number): Receive;
}

/** What the driver speaks with, as far as it is changed here. */
interface Connection {
  transport: Transport;
}

interface ConnectionProvider {
  getThriftConnection(): Promise<Connection>;
}

interface ConnectionMaker {
  createConnectionProvider(options: object): ConnectionProvider;
}

/**
 * Has the driver's connections made by the network. Its own agent verifies no certificate (2.0.0 has
 * `rejectUnauthorized: false`), and no option of it takes another one.
 */
export function connectBy(client: DBSQLClient, agent: Agent): void {
  const maker = client as unknown as ConnectionMaker;
  const make = maker.createConnectionProvider.bind(client);
  maker.createConnectionProvider = (options) => {
    const provider = make(options);
    const connect = provider.getThriftConnection.bind(provider);
    let connection: Promise<Connection> | undefined;
    return Object.assign(provider, {
      getAgent: async () => agent,
      getThriftConnection: () => (connection ??= connect().then(refuseOtherProtocols)),
    });
  };
}

/** Of what is none of its protocol, the driver would take a length and wait for the rest for ever. */
function refuseOtherProtocols(connection: Connection): Connection {
  connection.transport = class extends connection.transport {
    static override receiver(callback: unknown, sequence: number): Receive {
      const receive = super.receiver(callback, sequence);
      return (data) => {
        if (data[0] !== VERSION_BYTE) throw new ProbeError('protocol_error');
        receive(data);
      };
    }
  };
  return connection;
}
