/**
 * Where a browser is sent after signing in or out: next-auth names a host that it guesses, and a portal answers under several.
 * Only the path counts, and only of pages there are.
 */
export function ownPlace(location: string): string {
  const { pathname, search } = new URL(location, "https://portal.invalid");
  return pathname === "/" ? "/" : `/sign-in${pathname === "/sign-in" ? search : ""}`;
}
