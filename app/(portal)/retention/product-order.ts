/** The products in the order in which this page names them. */
export const PRODUCT_ORDER = ["tid", "cc", "presentity", "pbx"] as const;
