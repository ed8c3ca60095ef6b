/**
 * Results of all items in their order, of which at most so many are worked on at once.
 *
 * @throws what the first work that failed threw; nothing more is begun then, and what was begun has ended
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let failed: { readonly error: unknown } | undefined;
  const waiting = items.entries();
  const turn = async (): Promise<void> => {
    for (const [at, item] of waiting) {
      if (failed) return;
      try {
        results[at] = await work(item);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: most }, turn));
  if (failed) throw failed.error;
  return results;
}
