-- What did each user of the window use, and who pays first? One text for all of them, by party: a row object each would cost more than the question.
with
-- include usage-day
,
user_row as (
  select party, min(kind) as kind, coalesce(min(case when kind = 4 then reason end), -1) as reason, count(*) as usage_days, cast(sum(events) as bigint) as events, max(day) as last_day
  from counted
  group by party
)
select string_agg(concat_ws(' ', party, kind, reason, usage_days, events, last_day), ';' order by party) as users
from user_row
