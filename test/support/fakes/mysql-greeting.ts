/** https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html */
const PROTOCOL_41 = 0x0200;
const CONNECT_WITH_DATABASE = 0x0008;
const SECURE_CONNECTION = 0x8000;
const PLUGIN_AUTHENTICATION = 0x0008_0000;
const ENCRYPTION = 0x0800;

/** The first packet of a server: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html */
export function mysqlGreeting({ encrypts }: { readonly encrypts: boolean }): Buffer {
  const capabilities = Buffer.alloc(4);
  const common = PROTOCOL_41 | CONNECT_WITH_DATABASE | SECURE_CONNECTION | PLUGIN_AUTHENTICATION;
  capabilities.writeUInt32LE(encrypts ? common | ENCRYPTION : common);
  const body = Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.0.0\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.alloc(8, 'a'),
    Buffer.from([0]),
    capabilities.subarray(0, 2),
    Buffer.from([45, 2, 0]),
    capabilities.subarray(2),
    Buffer.from([21]),
    Buffer.alloc(10),
    Buffer.from('b'.repeat(12) + '\0'),
    Buffer.from('mysql_native_password\0'),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}
