/** What the driver keeps of its socket; the types leave it out. */
interface Corkable {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

const corked = new WeakSet<object>();

/**
 * What is sent on the connection in this turn of the event loop leaves in one write: a system call each would cost
 * more than the statements.
 */
export function inOneWrite(client: object): void {
  if (corked.has(client)) return;
  corked.add(client);
  const { stream } = (client as Corkable).connection;
  stream.cork();
  setImmediate(() => {
    corked.delete(client);
    stream.uncork();
  });
}
