import { expect, it } from 'vitest';
import documentation from '../../../docs/rules.md?raw';
import { RULES } from '../src/engines.ts';
import {
  CONFIDENCE_POWERS,
  CONFIDENCES,
  MERGE_RULES,
  PARTICIPATION_RULES,
  policyInvariants,
  policyKeys,
  SIDE_TOLD_RULES,
  STATUS_RULES,
  TOLD_RULES,
} from '../src/index.ts';

/** The cells of each row whose first cell is a name in backquotes. */
const rows = [...documentation.matchAll(/^\| `([^`]+)` \| (.+?)(?: \| (.+))? \|$/gmu)].map(
  ([, name = '', says, last]) => ({
    name,
    says,
    last,
  }),
);

it('has every rule, once, and no other', () => {
  const documented = rows.filter(({ name }) => !name.includes('.')).map(({ name }) => name);
  const inCode = [
    ...RULES.keys(),
    ...PARTICIPATION_RULES,
    ...TOLD_RULES,
    ...SIDE_TOLD_RULES,
    ...STATUS_RULES,
    ...MERGE_RULES,
  ];
  expect(documented.toSorted()).toEqual(inCode.toSorted());
});

it('has every key with its effect', () => {
  const documented = rows.filter(({ name }) => name.includes('.')).map(({ name, says }) => ({ name, says }));
  expect(documented).toEqual(policyKeys.map(({ key, sentence }) => ({ name: key, says: sentence })));
  for (const { sentence } of policyInvariants) expect(documentation).toContain(sentence);
});

it('shows what each confidence may do', () => {
  const mark = (may: boolean) => (may ? 'yes' : 'no');
  for (const { says, ...may } of Object.values(CONFIDENCE_POWERS))
    expect(documentation).toContain(`| ${says} | ${CONFIDENCES.map((level) => mark(may[level])).join(' | ')} |`);
});

it('gives each rule a source', () => {
  const sourceless = rows.filter(
    ({ name, last }) => !name.includes('.') && !/^(seeds\/00[0-4]|design)/u.test(last ?? ''),
  );
  expect(sourceless).toEqual([]);
});
