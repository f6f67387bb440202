select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department from department d
  where (d.policy #>> '{helpCenter,enabled}')::boolean and d.id = any($1::uuid[])
  order by d.name, d.id;
-- address by address_department_id_index
-- department by department_pkey

select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department from department d
  where (d.policy #>> '{helpCenter,enabled}')::boolean and true
  order by d.name, d.id;
-- address by address_department_id_index
-- department sequentially

select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department from department d where d.id = any($1::uuid[]);
-- address by address_department_id_index
-- department by department_pkey

select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department from department d where d.id = any($1::uuid[]) order by d.name, d.id;
-- address by address_department_id_index
-- department by department_pkey

select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department from department d where true order by d.name, d.id;
-- address by address_department_id_index
-- department sequentially
