export type Search = (data: Buffer, from: number) => number;

/**
 * A search for what may stand far ahead or nowhere: bytes before which it was not found are not looked at again, however often it is
 * asked, in the order of its places, over the same bytes. `length`: how many of them it may have to see at once.
 */
export function forward(search: Search, length: number): Search {
  let seen = 0;
  return (data, from) => {
    const found = search(data, Math.max(from, seen));
    seen = (found < 0 ? data.length : found) - length;
    return found;
  };
}
