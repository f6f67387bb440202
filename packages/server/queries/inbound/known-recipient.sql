select exists (select from address where department_id is not null and canonical = $1)
  or exists (
    select from (select token from reply_address union all select token from side_reply_address) issued
    where token = $2 and exists (
      select from address where department_id is not null
        and split_part(canonical, '@', 2) = $3)) as known;
-- address by address_department_id_index
-- reply_address by reply_address_pkey
-- side_reply_address by side_reply_address_pkey
