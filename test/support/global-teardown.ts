import { rm } from 'node:fs/promises';

export default async function globalTeardown(): Promise<void> {
  await globalThis.sampleForTests?.stop();
  const running = globalThis.embeddedForTests;
  if (!running) return;
  await running.postgres.stop();
  await rm(running.home, { recursive: true, force: true });
}
