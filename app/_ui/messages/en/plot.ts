export const plot = {
  "plot.table": "Table",
  "plot.picture": "Picture",
  "plot.total": "Total",
} as const;
