const maxBatch = 200;
const maxInFlight = 2;

/**
 * A reader whose callers share round trips: what is asked while a read is under way goes with the next one, so a busy page
 * costs one for many. Nobody waits on a timer: alone, a question is read at once.
 * @param read answers in the order of the keys
 */
export function readInBatches<Key, Answer>(
  read: (keys: Key[]) => Promise<Answer[]>,
): (key: Key) => Promise<Answer> {
  let waiting: { key: Key; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let inFlight = 0;
  let isPlanned = false;

  const run = async () => {
    isPlanned = false;
    if (inFlight >= maxInFlight || waiting.length === 0) return;
    const batch = waiting.slice(0, maxBatch);
    waiting = waiting.slice(maxBatch);
    inFlight++;
    try {
      const answers = await read(batch.map(({ key }) => key));
      for (const [i, each] of batch.entries()) each.resolve(answers[i] as Answer);
    } catch (error) {
      for (const each of batch) each.reject(error);
    } finally {
      inFlight--;
      if (waiting.length > 0) void run();
    }
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (isPlanned || inFlight >= maxInFlight) return;
      isPlanned = true;
      setImmediate(() => void run());
    });
}
