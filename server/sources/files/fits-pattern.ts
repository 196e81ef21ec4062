/**
 * Whether a name fits a pattern of `*` and `?`; every other sign stands for itself. In the product of both lengths at the most: names
 * and patterns are other people's, and what tries one star after another takes minutes for a name of a hundred signs.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  const [signs, wanted] = [[...name], [...pattern]];
  let [at, next] = [0, 0];
  /** Behind the last star, and how far the name was then: it may stand for one sign more. */
  let star: { readonly next: number; at: number } | null = null;
  while (at < signs.length) {
    const sign = wanted[next];
    if (sign === "*") star = { next: ++next, at };
    else if (sign !== undefined && (sign === "?" || sign === signs[at])) {
      at++;
      next++;
    } else if (star !== null) {
      at = ++star.at;
      next = star.next;
    } else return false;
  }
  while (wanted[next] === "*") next++;
  return next === wanted.length;
}
