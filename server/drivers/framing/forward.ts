/** `place`: of the data's beginning in the stream. */
export type Search = (data: Buffer, from: number, place: number) => number;

/**
 * A search for what may stand far ahead or nowhere: bytes before which it was not found are not looked at again, however often it is
 * asked, in the order of its places, over the same stream. `length`: how many of them it may have to see at once.
 */
export function forward(search: (data: Buffer, from: number) => number, length: number): Search {
  let seen = 0;
  return (data, from, place) => {
    const found = search(data, Math.max(from, seen - place));
    seen = place + (found < 0 ? data.length : found) - length;
    return found;
  };
}
