-- Whose use in the window was learned, corrected or taken back between two knowledge times?
select distinct combo
from usage
where view_id in (0, :thenView::int, :nowView::int)
  and day >= :from::int
  and day < :to::int
  and (view_id <> 0 or (recorded_at > :thenKnown::bigint and recorded_at <= :nowKnown::bigint) or import_id in (select unnest(:undone::int[])))
