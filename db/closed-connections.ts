/** How many connections of this process have closed; the driver counts one before it tells those who wait for its answers. */
export const closedConnections = { n: 0 };
