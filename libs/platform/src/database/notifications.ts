import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { escapeIdentifier } from './target.js';

/** Called with what was notified; with null after a time in which notifications may have been missed. */
export type NotificationListener = (payload: string | null) => void;

const RECONNECT_AFTER_MS = 1_000;

/**
 * What other instances tell by `NOTIFY`. All listeners of a process share one connection, which is opened when
 * the first of them comes, is no part of the pool, and is opened anew when it is lost.
 */
export class Notifications {
  private readonly listeners = new Map<string, Set<NotificationListener>>();
  private readonly stopped = new AbortController();
  private connection: Promise<Client> | null = null;

  /** @param newClient - makes a client that is not connected yet */
  constructor(private readonly newClient: () => Client) {}

  /**
   * Listens from the time on at which the promise is kept.
   *
   * @param channel - as in `NOTIFY`
   * @returns ends listening
   * @throws Error when the database cannot be reached
   */
  async listen(channel: string, listener: NotificationListener): Promise<() => void> {
    const others = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, others.add(listener));
    const leave = () => void others.delete(listener);
    try {
      const client = await (this.connection ??= this.connect());
      await client.query(`listen ${escapeIdentifier(channel)}`);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Closes the connection; nothing is heard any more. */
  async close(): Promise<void> {
    this.stopped.abort();
    const connection = this.connection;
    this.connection = null;
    await connection?.then((client) => client.end()).catch(() => undefined);
  }

  private async connect(): Promise<Client> {
    const client = this.newClient();
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    let lost = false;
    const lose = (): void => {
      // One loss can be told several times.
      if (lost) return;
      lost = true;
      this.connection = null;
      client.end().catch(() => undefined);
      void this.reconnect();
    };
    client.on('error', lose);
    client.on('end', lose);
    try {
      await client.connect();
      return client;
    } catch (error) {
      lose();
      throw error;
    }
  }

  private async reconnect(): Promise<void> {
    for (const channel of this.listeners.keys()) this.tell(channel, null);
    const { signal } = this.stopped;
    await delay(RECONNECT_AFTER_MS, undefined, { ref: false, signal }).catch(() => undefined);
    // Somebody who began to listen meanwhile may have connected already.
    if (signal.aborted || this.connection !== null) return;
    this.connection = this.connect();
    try {
      const client = await this.connection;
      for (const channel of this.listeners.keys()) await client.query(`listen ${escapeIdentifier(channel)}`);
      for (const channel of this.listeners.keys()) this.tell(channel, null);
    } catch {
      // The loss of that connection has begun the next try.
    }
  }

  private tell(channel: string, payload: string | null): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload);
  }
}
