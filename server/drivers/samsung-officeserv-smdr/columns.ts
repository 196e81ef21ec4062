/** Columns of a record, counted from 0 behind the line break before it. The last three only in records of 154 bytes. */
export const AT = {
  id: [0, 6],
  extension: [7, 13],
  authorisation: [14, 23],
  date: [24, 29],
  time: [30, 38],
  duration: [39, 47],
  code: [48, 50],
  dialled: [51, 69],
  account: [70, 87],
  cost: [88, 98],
  caller: [99, 115],
  name: [116, 134],
  group: [135, 141],
  ring: [141, 149],
} as const;

/** To the end of the call type: what follows may be blank and left away by a logger. */
export const SHORT = 49;
