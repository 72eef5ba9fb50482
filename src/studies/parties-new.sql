-- Who used for the first time ever from this day on?
with
-- include usage-day
select party
from counted
group by party
having min(day) >= :since::int
order by party
