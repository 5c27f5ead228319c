// Preloaded into Prisma's command line by scripts/migrate.ts. Its schema engine leaves the ten-second timer of its lock
// time-out running, and the command would linger that long after its work is done: such a timer keeps no process alive here.
const original = globalThis.setTimeout;
globalThis.setTimeout = (callback, ms, ...rest) => {
  const timer = original(callback, ms, ...rest);
  if (ms >= 10_000) timer.unref();
  return timer;
};
