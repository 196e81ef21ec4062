/**
 * Settles (with null) when somebody wants this process to end: Ctrl-C, a service manager, a closed terminal, or the end
 * of the process that started it.
 */
export function stopRequest(): { readonly asked: Promise<null> } {
  const { promise, resolve } = Promise.withResolvers<null>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(null));
  process.on("disconnect", () => resolve(null));
  return { asked: promise };
}
