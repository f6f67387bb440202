select version, policy, preset, base_preset as "basePreset", actor_id as "actorId", at
from policy_version where department_id = $1 and version = $2;
-- policy_version by policy_version_pkey
