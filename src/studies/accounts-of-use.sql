-- In which accounts did these parties use something, or all parties?
with
-- include usage-day
select party, account
from counted
where account > 0 and (:every::boolean or party in (select unnest(:parties::int[])))
group by party, account
order by party, account
