import type { Duplex } from 'node:stream';

/**
 * Passes bytes both ways until both sides have ended. An end on one side is passed on as an end, so that the
 * other may still answer; the break of one side breaks the other.
 */
export function splice(one: Duplex, other: Duplex): void {
  link(one, other);
  link(other, one);
}

function link(from: Duplex, to: Duplex): void {
  from.pipe(to);
  from.once('error', () => to.destroy());
  from.once('close', () => {
    // After an orderly end of both, the other may still have to write the last bytes.
    if (!from.readableEnded || !to.readableEnded) to.destroy();
  });
}
