import { Button, NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { ChangeDepartmentDocument, type ChangeDepartmentInput } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import { ConfirmCc, whatItExposes } from './confirm-cc.tsx';
import type { DepartmentProps } from './name-rule.tsx';
import { sourceWords } from './setting-source.ts';

const MOST = 500;

/** Whether people are copied here, and how many at most. */
export function CcRules({ department, act }: DepartmentProps) {
  const client = useClient();
  /** What turning them on exposes, as the server says it; null: nobody asks. */
  const [exposes, setExposes] = useState<string | null>(null);
  const change = (policy: ChangeDepartmentInput['policy'], confirmCc = false) =>
    act(ChangeDepartmentDocument, { input: { departmentId: department.id, policy, confirmCc } });
  const turn = async (on: boolean) => {
    if (!on) return void change({ cc: { enabled: false } });
    // Without the confirmation it is refused, and the refusal says what it would expose.
    const input = { departmentId: department.id, policy: { cc: { enabled: true } }, confirmCc: false };
    const result = await client.mutation(ChangeDepartmentDocument, { input });
    const refused = result.data?.changeDepartment.errors[0];
    if (refused?.field?.includes('enabled')) setExposes(whatItExposes(refused.message));
    else if (refused || result.error) void change({ cc: { enabled: true } });
  };
  return (
    <section className={classes.rule} aria-label="Copying people">
      <Switch
        label="People can be copied (CC) on its tickets"
        description={`${
          department.ccEnabled
            ? 'Those who are copied get every public reply, and see each other in its headers.'
            : 'Nobody is copied. Who stands in the Cc of a mail is listed on the comment as not copied.'
        } (${sourceWords(department, 'cc.enabled')})`}
        checked={department.ccEnabled}
        onChange={(event) => void turn(event.currentTarget.checked)}
      />
      <LimitForm
        key={department.ccLimit}
        now={department.ccLimit}
        source={sourceWords(department, 'cc.maxPerTicket')}
        disabled={!department.ccEnabled}
        change={(maxPerTicket) => void change({ cc: { maxPerTicket } })}
      />
      <ConfirmCc
        exposes={exposes}
        name={department.name}
        close={() => setExposes(null)}
        confirm={() => {
          setExposes(null);
          void change({ cc: { enabled: true } }, true);
        }}
      />
    </section>
  );
}

type LimitProps = { now: number; source: string; disabled: boolean; change: (limit: number) => void };

/** Starts at what is in force; it is made anew (by its key) when that changes. */
function LimitForm({ now, source, disabled, change }: LimitProps) {
  const [limit, setLimit] = useState<number | string>(now);
  const wanted = typeof limit === 'number' ? limit : Number.parseInt(limit, 10);
  const valid = Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST;
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) change(wanted);
      }}
    >
      <NumberInput
        label="A ticket takes at most this many CCs"
        description={`Lowering it takes nobody off: such tickets show “over limit” and take no more. (${source})`}
        min={0}
        max={MOST}
        value={limit}
        onChange={setLimit}
        error={valid ? null : `A whole number from 0 to ${MOST}`}
        disabled={disabled}
      />
      {valid && wanted !== now ? (
        <Button type="submit">
          Change from {now} to {wanted}
        </Button>
      ) : null}
    </form>
  );
}
