import {
  applyPreset,
  policyKeys,
  valueOf,
  whatCcsExpose,
  type DepartmentPolicy,
  type NamedPreset,
} from '@copydesk/rules';
import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { count, PRESET_WORD } from '../../design/words.ts';
import { ApplyPresetDocument } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import { ConfirmCc } from './confirm-cc.tsx';
import type { DepartmentProps } from './name-rule.tsx';
import { settingWords } from './setting-words.ts';

const CHOICES: readonly NamedPreset[] = ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'];
/** How many CCs there are already is the server's to say; a preset is told without. */
const NONE_STANDING = { ccs: 0, tickets: 0 };
const SENTENCES = new Map(policyKeys.map(({ key, sentence }) => [key, sentence]));

/** Which product's rules the department follows, with each thing that choosing another would change. */
export function PresetRule({ department, policy, act }: DepartmentProps & { policy: DepartmentPolicy }) {
  const [wanted, setWanted] = useState<NamedPreset | null>(null);
  const [asking, setAsking] = useState(false);
  const changes = useMemo(() => {
    if (wanted === null) return [];
    const after = applyPreset(policy, wanted, { confirmCc: false });
    return after.changed.map((key) => ({
      key,
      sentence: SENTENCES.get(key) ?? key,
      from: settingWords(JSON.stringify(valueOf(policy, key))),
      to: settingWords(JSON.stringify(valueOf(after.policy, key))),
    }));
  }, [policy, wanted]);
  const apply = async (confirmCc: boolean) => {
    setAsking(false);
    if (wanted === null) return;
    if (await act(ApplyPresetDocument, { input: { departmentId: department.id, preset: wanted, confirmCc } }))
      setWanted(null);
  };
  const now = department.preset ?? 'CUSTOM';
  return (
    <section className={classes.rule} aria-label="Preset">
      <div className={classes.inline}>
        <Select
          label="It decides who sees what like"
          description={
            now === 'CUSTOM' ? 'Custom: a preset, changed by hand.' : `Now the rules of ${PRESET_WORD[now]}.`
          }
          placeholder={PRESET_WORD[now]}
          data={CHOICES.map((value) => ({ value, label: PRESET_WORD[value] }))}
          value={wanted ?? (now === 'CUSTOM' ? null : now)}
          allowDeselect={false}
          onChange={(value) => setWanted(value)}
        />
      </div>
      {wanted === null ? null : (
        <div className={classes.change} role="region" aria-label="What the preset changes">
          <p>
            {changes.length === 0
              ? `${PRESET_WORD[wanted]} changes nothing here.`
              : `${PRESET_WORD[wanted]} changes ${count(changes.length, 'setting')}:`}
          </p>
          <ul aria-label="Changes">
            {changes.map((change) => (
              <li key={change.key}>
                {change.sentence}{' '}
                <span className={classes.values}>
                  <del>{change.from}</del> → <ins>{change.to}</ins>
                </span>
              </li>
            ))}
          </ul>
          <div className={classes.buttons}>
            <Button onClick={() => void apply(false)} disabled={changes.length === 0}>
              Use the rules of {PRESET_WORD[wanted]}
            </Button>
            {department.ccEnabled ? null : (
              <Button variant="default" onClick={() => setAsking(true)}>
                … and turn CCs on
              </Button>
            )}
            <Button variant="subtle" onClick={() => setWanted(null)}>
              Leave as it is
            </Button>
          </div>
        </div>
      )}
      <ConfirmCc
        exposes={
          asking && wanted !== null
            ? whatCcsExpose(applyPreset(policy, wanted, { confirmCc: true }).policy, NONE_STANDING)
            : null
        }
        name={department.name}
        close={() => setAsking(false)}
        confirm={() => void apply(true)}
      />
    </section>
  );
}
