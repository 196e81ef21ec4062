export const erase = {} as const;
