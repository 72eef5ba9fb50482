/** The parts of a grid that is drawn with boxes: tables cannot leave rows out that are not in sight. The grid itself holds the focus. */
export const GRID = 'grid' as const
export const GROUP = 'rowgroup' as const
export const ROW = 'row' as const
export const CELL = 'gridcell' as const
export const HEAD = 'columnheader' as const
