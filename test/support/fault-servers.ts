import { createServer, type Socket } from 'node:net';

import { listenOnLoopback, type LoopbackServer } from './loopback-server.js';

/** What a broken server does with each connection. */
export type Misbehaviour = (socket: Socket) => void;

/** Milliseconds between two bytes of a slow server: many of them come before any deadline. */
const BYTE_EVERY_MS = 100;

/** Milliseconds after which a server speaks to a client that does not. */
const PATIENCE_MS = 300;

/** Starts a server that misbehaves on every connection. */
export function startFaultServer(misbehave: Misbehaviour): Promise<LoopbackServer> {
  return listenOnLoopback(createServer(misbehave));
}

/** A port of the loopback where nothing listens; one that was free a moment ago may be somebody's by now. */
export const CLOSED_PORT = 1;

export const SILENT: Misbehaviour = (socket) => void socket.resume();

export const HANGS_UP: Misbehaviour = (socket) => void socket.resume().end();

/** Not at once: whether the connection still comes about would be a matter of luck. */
export const RESETS: Misbehaviour = (socket) => onceBegun(socket, () => void socket.resetAndDestroy());

export const ECHOES: Misbehaviour = (socket) => void socket.pipe(socket);

/** Sends bytes and then nothing more. */
export function says(text: string | Buffer): Misbehaviour {
  return (socket) => onceBegun(socket, () => void socket.write(text));
}

/**
 * Acts when the client has begun, for what comes before that may be lost on its way, or after a moment where the
 * client waits.
 */
function onceBegun(socket: Socket, act: () => void): void {
  let acted = false;
  const once = (): void => {
    if (acted || socket.destroyed) return;
    acted = true;
    act();
  };
  const timer = setTimeout(once, PATIENCE_MS);
  socket.once('data', once).once('close', () => clearTimeout(timer));
}

/** Answers the first bytes and ends the connection, as a server of another protocol does. */
export function answersOnce(text: string): Misbehaviour {
  return (socket) => void socket.once('data', () => socket.end(text));
}

/** Ends the connection when the client has said something. */
export const HANGS_UP_ON_REQUEST: Misbehaviour = (socket) => void socket.once('data', () => socket.end());

/** Sends the bytes one by one, and zeros after them, as long as the client stays. */
export function trickle(socket: Socket, bytes: Buffer): void {
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(
      bytes.subarray(sent, sent + 1).length === 1 ? bytes.subarray(sent, sent + 1) : Buffer.alloc(1),
    );
    sent += 1;
  }, BYTE_EVERY_MS);
  socket.resume().once('close', () => clearInterval(timer));
}
