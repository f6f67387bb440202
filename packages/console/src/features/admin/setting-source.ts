import { PRESET_WORD } from '../../design/words.ts';
import type { DepartmentPartsFragment } from '../../gql/graphql.ts';

type Of = Pick<DepartmentPartsFragment, 'preset'> & {
  settings: readonly Pick<DepartmentPartsFragment['settings'][number], 'key' | 'source'>[];
};

/** Where a setting's value comes from: `from Zendesk`, its preset, or `set here`, in the department itself. */
export function sourceWords({ preset, settings }: Of, key: string): string {
  const from = preset === null || preset === 'CUSTOM' ? 'the preset' : PRESET_WORD[preset];
  return settings.find((setting) => setting.key === key)?.source === 'PRESET' ? `from ${from}` : 'set here';
}
