select pg_advisory_xact_lock(hashtextextended(id, 0))
from unnest($1::text[]) with ordinality as wanted(id, place) order by place;
