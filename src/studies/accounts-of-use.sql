-- In which accounts did these parties use something, or all parties? Use that does not count, as of staff, tells where somebody is as well.
with
-- include usage-day
select party, account
from usage_day
where account > 0 and (:every::boolean or party in (select unnest(:parties::int[])))
group by party, account
order by party, account
