-- Which of these agreements have any use in the window?
with
-- include usage-day
,
-- include under
select distinct agreement
from under
order by agreement
