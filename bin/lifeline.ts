// Loaded before a child of the supervisor (node --import): when the channel to it closes, however it ended, the child
// stops as if it had been asked to, and in any case soon.
const LAST_MS = 6_000;

process.on("disconnect", () => {
  setTimeout(() => process.exit(1), LAST_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref();
