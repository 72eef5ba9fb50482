/** The product of use and money that name none, whichever way they come: what is imported first and tracked later is one product. */
export const UNNAMED_PRODUCT = 'product'
